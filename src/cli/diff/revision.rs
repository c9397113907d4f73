//! Content as git has kept it, read by the program `git`.

use anyhow::{Context as _, bail};
use std::io::{self, Write as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;

/// The content files of a revision: paths inside the content folder, and bytes.
pub(super) struct Revision(Vec<(String, Vec<u8>)>);

impl Revision {
    /// Reads the content folder as it was in a revision.
    pub(super) fn read(folder: &Path, name: &str) -> anyhow::Result<Self> {
        // A name that is an option for git names no revision.
        let commit = format!("{name}^{{commit}}");
        let known = git(
            folder,
            &[
                "rev-parse",
                "--verify",
                "--quiet",
                "--end-of-options",
                &commit,
            ],
        )?;
        if !known.status.success() {
            bail!(
                "there is no folder {name}, and git knows no revision of that name in {}",
                folder.display()
            );
        }
        let commit = String::from_utf8_lossy(&known.stdout).trim().to_owned();
        // In a folder below the top, only what lies there is listed, by its path from there.
        let listed = successful(git(folder, &["ls-tree", "-r", "-z", &commit])?)?;
        let entries: Vec<(String, String)> = listed
            .split(|byte| *byte == 0)
            .filter_map(|entry| content_file(&String::from_utf8_lossy(entry)))
            .collect();
        if entries.is_empty() {
            bail!(
                "in the revision {name} the folder {} has no content",
                folder.display()
            );
        }
        let (paths, objects): (Vec<_>, Vec<_>) = entries.into_iter().unzip();
        let blobs = blobs(folder, &objects)?;
        Ok(Self(paths.into_iter().zip(blobs).collect()))
    }

    /// The files, as content is read from memory.
    pub(super) fn files(&self) -> Vec<(&str, &[u8])> {
        let files = self.0.iter();
        files
            .map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
            .collect()
    }
}

/// The path and the object of an ordinary content file; nothing for anything
/// else, and for what is hidden.
fn content_file(entry: &str) -> Option<(String, String)> {
    let (about, path) = entry.split_once('\t')?;
    let mut about = about.split(' ');
    let (mode, kind, object) = (about.next()?, about.next()?, about.next()?);
    let is_file = mode.starts_with("100") && kind == "blob";
    let is_hidden = path.split('/').any(|part| part.starts_with('.'));
    (is_file && !is_hidden && path.ends_with(".toml")).then(|| (path.to_owned(), object.to_owned()))
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(arguments);
    command
}

fn git(folder: &Path, arguments: &[&str]) -> anyhow::Result<Output> {
    let output = command(folder, arguments).stdin(Stdio::null()).output();
    output.context("starting git, which reads revisions")
}

fn successful(output: Output) -> anyhow::Result<Vec<u8>> {
    if !output.status.success() {
        let reason = String::from_utf8_lossy(&output.stderr);
        bail!("git: {}", reason.trim());
    }
    Ok(output.stdout)
}

/// The bytes of these objects, in their order (`git cat-file --batch`).
fn blobs(folder: &Path, objects: &[String]) -> anyhow::Result<Vec<Vec<u8>>> {
    let mut child = command(folder, &["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("starting git, which reads revisions")?;
    let mut input = child.stdin.take().context("git takes no input")?;
    let wanted = objects.join("\n") + "\n";
    // It answers while it is still being asked: whoever only writes waits for ever.
    let asking = thread::spawn(move || -> io::Result<()> { input.write_all(wanted.as_bytes()) });
    let output = child.wait_with_output().context("reading from git")?;
    let asked = asking.join();
    let answers = successful(output)?;
    match asked {
        Ok(asked) => asked.context("asking git")?,
        Err(_) => bail!("asking git for files was broken off"),
    }
    let mut rest = answers.as_slice();
    let mut blobs = Vec::with_capacity(objects.len());
    for object in objects {
        let (blob, after) = first_answer(rest).with_context(|| format!("git has no {object}"))?;
        blobs.push(blob);
        rest = after;
    }
    Ok(blobs)
}

/// One answer, `<object> <kind> <length>`, the bytes and a line end; and what
/// follows it.
fn first_answer(answers: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let end = answers.iter().position(|byte| *byte == b'\n')?;
    let head = std::str::from_utf8(&answers[..end]).ok()?;
    let length: usize = head.split(' ').nth(2)?.parse().ok()?;
    let body = answers.get(end + 1..end + 1 + length)?;
    let after = answers.get(end + 2 + length..)?;
    Some((body.to_vec(), after))
}

#[cfg(test)]
mod tests {
    use super::{content_file, first_answer};

    #[test]
    fn only_ordinary_content_files_are_read() {
        let found = |entry| content_file(entry).map(|(path, _)| path);
        assert_eq!(
            found("100644 blob abc\tpartners/a.toml").as_deref(),
            Some("partners/a.toml")
        );
        for entry in [
            "120000 blob abc\tpartners/a.toml",
            "160000 commit abc\tpartners",
            "100644 blob abc\t.drafts/a.toml",
            "100644 blob abc\tREADME.md",
            "",
        ] {
            assert_eq!(found(entry), None, "{entry}");
        }
    }

    #[test]
    fn answers_are_told_apart_by_their_length() {
        let answers = b"1a blob 3\na\nb\n2b blob 0\n\n3c missing\n";
        let (first, rest) = first_answer(answers).expect("an answer");
        assert_eq!(first, b"a\nb");
        let (second, rest) = first_answer(rest).expect("an answer");
        assert_eq!(second, b"");
        assert_eq!(first_answer(rest), None);
    }
}
