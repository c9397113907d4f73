use super::*;
use crate::locale::grammar::tests::{english, south};
use crate::locale::script::tests::small_script;

/// Sorts the words from back to front, and expects the order in which they are written.
#[track_caller]
fn check(collator: &Collator, sorted: &[&str]) {
    let mut words = sorted.to_vec();
    words.reverse();
    words.sort_by_cached_key(|word| collator.sort_key(word));
    assert_eq!(words, sorted);
    // No two different texts are equal.
    for pair in sorted.windows(2) {
        assert!(
            collator.sort_key(pair[0]) < collator.sort_key(pair[1]),
            "{pair:?}"
        );
    }
}

fn latin() -> Collator {
    Collator::new(&south().alphabet, Some(&small_script()))
}

#[test]
fn letters_of_two_characters_have_their_own_place() {
    check(
        &latin(),
        &["Danska", "Dubai", "Džakarta", "Đakovica", "Estonija"],
    );
    check(&latin(), &["London", "Luksemburg", "Lječilište", "Malta"]);
    check(
        &latin(),
        &["Norveška", "Nürnberg", "Njemačka", "NJEMAČKE", "Oslo"],
    );
    check(&latin(), &["cena", "Crna Gora", "čaj", "čvor", "ćao", "da"]);
    check(
        &latin(),
        &[
            "sjekira", "sutra", "šuma", "śekira", "tek", "zora", "žena", "źenica",
        ],
    );
}

#[test]
fn a_seam_keeps_two_letters_apart() {
    // As one letter, nj comes after n and whatever follows it, and dž even after d and ź.
    check(&latin(), &["inicijal", "injekcija", "Inostranstvo", "inje"]);
    check(&latin(), &["nadzor", "nadživjeti", "nadźa", "nadžak"]);
}

#[test]
fn foreign_letters_stand_by_their_base_or_where_latin_order_has_them() {
    check(
        &latin(),
        &[
            "Paris", "Quebec", "Rim", "Vaduz", "Wien", "Xanten", "York", "Zagreb",
        ],
    );
    check(
        &latin(),
        &[
            "Munchen",
            "München",
            "Munchens",
            "Öland",
            "Östersund",
            "Pariz",
        ],
    );
    let english = Collator::new(&english().alphabet, None);
    check(
        &english,
        &[
            "Djuric",
            "Dorde",
            "Đorđe",
            "Dorđević",
            "Duke",
            "Łódź",
            "Lodźa",
            "Zürich",
            "Црна Гора",
        ],
    );
}

#[test]
fn spaces_come_first_numbers_count_and_punctuation_does_not() {
    let english = Collator::new(&english().alphabet, None);
    check(
        &english,
        &[
            "",
            "2 nd",
            "9th",
            "010",
            "10th",
            "100",
            "1234567890123456789012",
            "Red",
            "Red Cross",
            "Redcar",
            "Red-cart",
        ],
    );
    check(&english, &["a b", "a – b", "a c", "ab", "a.b.c"]);
}

#[test]
fn case_decides_only_between_equal_letters() {
    let english = Collator::new(&english().alphabet, None);
    check(&english, &["cross", "Cross", "CROSS", "crosses"]);
}

#[test]
fn cyrillic_is_sorted_by_its_own_alphabet() {
    let alphabet: Vec<String> =
        "а б в г д ђ е ж з и ј к л љ м н њ о п р с с\u{301} т ћ у ф х ц ч џ ш"
            .split(' ')
            .map(str::to_owned)
            .collect();
    let collator = Collator::new(&alphabet, None);
    check(
        &collator,
        &[
            "Андора",
            "Босна",
            "Ђаковица",
            "Ждрело",
            "Исланд",
            "Љекар",
            "Норвешка",
            "Његош",
            "сјекира",
            "сутра",
            "с\u{301}екира",
            "тек",
            "утва",
            "у\u{301}тва",
            "у\u{301}твар",
            "Џакарта",
            "Швајцарска",
            "IFRC",
            "UNHCR",
        ],
    );
}

#[test]
fn composed_and_decomposed_texts_have_one_key() {
    let collator = latin();
    assert_eq!(collator.sort_key("čaj"), collator.sort_key("c\u{30C}aj"));
    for odd in [
        "\u{301}",
        "İstanbul",
        "ß",
        "ﬁ",
        "\u{0}",
        "٣",
        "日本",
        "a\u{20DD}",
    ] {
        collator.sort_key(odd);
    }
}
