use super::{laid_out, says_the_same};

#[test]
fn files_get_one_layout() {
    for (name, from, to) in [
        (
            "spaces around signs",
            "a=1\nb   =  \"x\"\n c.d =2\ne . f = 3\n",
            "a = 1\nb = \"x\"\nc.d = 2\ne.f = 3\n",
        ),
        (
            "lists and tables on one line",
            "a = [ 1,2 ,3, ]\nb = {year=2022,month = 11}\nc = {}\nd = [ ]\n",
            "a = [1, 2, 3]\nb = { year = 2022, month = 11 }\nc = {}\nd = []\n",
        ),
        (
            "lists over several lines keep their division",
            "a = [\n\"x\",\"y\",   # both\n\n\n    # last\n\t\"z\"\n    ]\n",
            "a = [\n  \"x\", \"y\",   # both\n\n  # last\n  \"z\",\n]\n",
        ),
        (
            "a list that begins beside its bracket",
            "a = [\"x\",\n  \"y\"]\n",
            "a = [\n  \"x\",\n  \"y\",\n]\n",
        ),
        (
            "blank lines",
            "\n\n#:schema x\na = 1\n\n\n\nb = 2\n[t]\n\nc = 3\n\n\n",
            "#:schema x\n\na = 1\n\nb = 2\n\n[t]\nc = 3\n",
        ),
        (
            "comments stay with the heading below them",
            "a = 1\n# on t\n[[ t ]] #note\nb = 2\n# last",
            "a = 1\n\n# on t\n[[t]]   # note\nb = 2\n# last\n",
        ),
        (
            "a comment on its own",
            "a = 1\n# on a\n\n[t]\n[u]\n",
            "a = 1\n# on a\n\n[t]\n\n[u]\n",
        ),
        (
            "apostrophes where they are needed",
            "a = 'plain'\nb = 'a \"word\"'\nc = 'back\\slash'\n",
            "a = \"plain\"\nb = 'a \"word\"'\nc = 'back\\slash'\n",
        ),
        (
            "dates, numbers and long texts",
            "a = 1979-05-27 07:32:00 # then\nb = +1.5e3\nc = \"\"\"\nx  \n y\"\"\"\r\n",
            "a = 1979-05-27 07:32:00   # then\nb = +1.5e3\nc = \"\"\"\nx  \n y\"\"\"\n",
        ),
        ("line ends", "a = 1\r\n\r\n[t]\r\n", "a = 1\n\n[t]\n"),
        ("nothing", "", ""),
        ("spaces alone", " \n\n ", ""),
    ] {
        let found = laid_out(from);
        assert_eq!(found, to, "{name}");
        assert_eq!(laid_out(&found), found, "{name}, once more");
        assert!(says_the_same(from, &found), "{name}");
    }
}

#[test]
fn a_change_of_what_a_file_says_is_noticed() {
    let text = "a = 1 # note\n";
    for (other, same) in [
        ("a = 1   # note\n", true),
        ("a = 1\n", false),
        ("a = 2 # note\n", false),
        ("a = 1 # other\n", false),
        ("a = \n", false),
    ] {
        assert_eq!(says_the_same(text, other), same, "{other}");
    }
}
