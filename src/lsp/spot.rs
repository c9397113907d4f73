//! What stands at a place of a file that can be parsed, and what it names.

use crate::content::{Document, Kind, Location, Named, Node, Reference, Survey, TextKind, Value};
use crate::diag::{FileId, Span};

/// What stands at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot {
    /// The way to it: keys, and numbers of items from 0.
    pub(super) path: Vec<String>,
    /// Whether it is the key or the value that stands there, or a heading.
    pub(super) part: Part,
    /// The bytes of that part.
    pub(super) span: Span,
}

/// A part of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The key.
    Key,
    /// The value, or the heading of a table.
    Value,
}

impl Spot {
    /// The keys of the way alone.
    pub(super) fn keys(&self) -> Vec<String> {
        let is_number = |step: &&String| step.bytes().all(|byte| byte.is_ascii_digit());
        let keys = self.path.iter().filter(|step| !is_number(step));
        keys.cloned().collect()
    }
}

/// Finds the smallest part that a byte belongs to; the end of a word belongs to it.
pub(super) fn at(document: &Document, offset: usize) -> Option<Spot> {
    let mut found = Vec::new();
    collect(&document.root, &mut Vec::new(), offset, &mut found);
    found.into_iter().min_by_key(|spot| spot.span.len())
}

fn collect(node: &Node, path: &mut Vec<String>, offset: usize, found: &mut Vec<Spot>) {
    let touches = |span: &Span| span.start <= offset && offset <= span.end;
    let spot = |path: &[String], part, span: &Span| Spot {
        path: path.to_vec(),
        part,
        span: span.clone(),
    };
    if touches(&node.span) && !path.is_empty() {
        found.push(spot(path, Part::Value, &node.span));
    }
    match &node.value {
        Value::Table(entries) => {
            for (key, entry) in entries {
                path.push(key.clone());
                // A heading stands for the table; the first one of a list for
                // its first item.
                let value = &entry.value;
                let is_heading = (value.span.start < entry.key.start
                    && entry.key.end < value.span.end)
                    || matches!(&value.value, Value::Array(items)
                        if items.iter().any(|item| touches(&item.span)));
                if touches(&entry.key) && !is_heading {
                    found.push(spot(path, Part::Key, &entry.key));
                }
                collect(&entry.value, path, offset, found);
                path.pop();
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                path.push(index.to_string());
                collect(item, path, offset, found);
                path.pop();
            }
        }
        _ => {}
    }
}

/// A link of a text, such as `ref:partners/unhcr`, to a thing with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    /// The kind of the file.
    pub(super) kind: Kind,
    /// The file.
    pub(super) file: FileId,
    /// The bytes of its id.
    pub(super) id: Span,
}

/// The links in the text of a file between these bytes.
pub(super) fn links(survey: &Survey, file: FileId, within: &Span) -> Vec<Link> {
    const START: &str = "ref:";
    let text = &survey.sources.file(file).text;
    let Some(part) = text.get(within.clone()) else {
        return Vec::new();
    };
    let mut links = Vec::new();
    for (at, _) in part.match_indices(START) {
        let target = &part[at + START.len()..];
        let is_part = |letter: char| letter.is_ascii_alphanumeric() || "-/".contains(letter);
        let end = target.find(|letter| !is_part(letter));
        let target = &target[..end.unwrap_or(target.len())];
        let Some((folder, id)) = target.split_once('/') else {
            continue;
        };
        if let Some((kind, stem)) = Kind::of_path(&format!("{folder}/{id}.toml"))
            && let Some(file) = survey.file(kind, stem)
        {
            let start = within.start + at + START.len() + folder.len() + 1;
            let id = start..start + id.len();
            links.push(Link { kind, file, id });
        }
    }
    links
}

/// Something that has an id: where it is described.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Target {
    /// The file that describes it.
    pub(super) file: FileId,
    /// The byte at which its id stands there; 0 for the file as a whole.
    pub(super) start: usize,
}

/// The thing that a reference names. A publisher is the entry of the list, if
/// there are an entry and a body of that id.
pub(super) fn named<'a>(survey: &'a Survey, kind: &str, id: &str) -> Option<Named<'a>> {
    let mut all = survey.named(kind);
    all.retain(|named| named.id == id);
    let entry = all.iter().position(|named| named.span != (0..0));
    (!all.is_empty()).then(|| all.swap_remove(entry.unwrap_or(0)))
}

/// What somebody points at.
#[derive(Debug)]
pub(super) enum Pointed<'a> {
    /// A place that names something, and what it names if that is there.
    Reference(&'a Reference, Option<Named<'a>>),
    /// A link in a text.
    Link(Link),
    /// The id of an entry of a list.
    Entry(Named<'a>),
    /// Something else in the file of something.
    File,
}

/// What somebody points at in a file.
pub(super) fn pointed(survey: &Survey, file: FileId, offset: usize) -> Pointed<'_> {
    let touches = |span: &Span| span.start <= offset && offset <= span.end;
    let mut references = survey.references.iter();
    if let Some(found) = references.find(|found| found.file == file && touches(&found.span)) {
        let named = named(survey, &found.kind, &found.target);
        return Pointed::Reference(found, named);
    }
    for (field, text) in markdown(survey, file) {
        if touches(&text) {
            let mut links = links(survey, field, &text).into_iter();
            if let Some(link) = links.find(|link| touches(&link.id)) {
                return Pointed::Link(link);
            }
        }
    }
    for list in ["place", "country", "topic", "publisher", "claim"] {
        let mut all = survey.named(list).into_iter();
        if let Some(found) =
            all.find(|named| named.file == file && !named.span.is_empty() && touches(&named.span))
        {
            return Pointed::Entry(found);
        }
    }
    Pointed::File
}

/// The texts of a file that may hold links.
fn markdown(survey: &Survey, file: FileId) -> impl Iterator<Item = (FileId, Span)> + '_ {
    let fields = survey.texts.iter().filter(move |field| field.file == file);
    fields
        .filter(|field| field.kind == TextKind::Markdown)
        .flat_map(|field| {
            let written = field.written.iter();
            written.map(|written| (field.file, written.span.clone()))
        })
}

impl Pointed<'_> {
    /// Where the thing is described that somebody means: the one that is named
    /// there, or else that of the file.
    pub(super) fn target(&self, file: FileId) -> Option<Target> {
        match self {
            Self::Reference(_, named) => named.as_ref().map(Target::from),
            Self::Link(link) => Some(Target {
                file: link.file,
                start: 0,
            }),
            Self::Entry(named) => Some(Target::from(named)),
            Self::File => Some(Target { file, start: 0 }),
        }
    }
}

impl From<&Named<'_>> for Target {
    fn from(named: &Named<'_>) -> Self {
        Self {
            file: named.file,
            start: named.span.start,
        }
    }
}

/// Every place that names a thing: the file, and the bytes.
pub(super) fn naming(survey: &Survey, target: &Target) -> Vec<(FileId, Span)> {
    let mut places = Vec::new();
    let mut kinds = std::collections::BTreeMap::new();
    for reference in &survey.references {
        // The ids by which references of each kind name the thing.
        let ids: &Vec<String> = kinds.entry(&reference.kind).or_insert_with(|| {
            let all = survey.named(&reference.kind).into_iter();
            let is_it = |named: &Named<'_>| {
                Target::from(named) == *target
                    && self::named(survey, &reference.kind, &named.id)
                        .is_some_and(|first| Target::from(&first) == *target)
            };
            all.filter(is_it).map(|named| named.id).collect()
        });
        if ids.contains(&reference.target) {
            places.push((reference.file, reference.span.clone()));
        }
    }
    if target.start == 0 {
        for (_, _, file) in &survey.files {
            for (field, text) in markdown(survey, *file) {
                let links = links(survey, field, &text).into_iter();
                let own = links.filter(|link| link.file == target.file);
                places.extend(own.map(|link| (field, link.id)));
            }
        }
    }
    places
}

/// The folder or list, and the id, of a thing, as the command line takes it;
/// nothing for what cannot be renamed.
pub(super) fn name_of(survey: &Survey, target: &Target) -> Option<(String, Span)> {
    let mut files = survey.files.iter();
    let (kind, stem, file) = files.find(|(_, _, file)| *file == target.file)?;
    match kind.location() {
        Location::Folder(folder) if target.start == 0 => Some((format!("{folder}/{stem}"), 0..0)),
        Location::File(place) => {
            let lists = ["place", "topic", "publisher"];
            let mut all = lists.into_iter().flat_map(|list| survey.named(list));
            let entry =
                all.find(|named| named.file == *file && named.span.start == target.start)?;
            let place = place.trim_end_matches(".toml");
            Some((format!("{place}/{}", entry.id), entry.span))
        }
        Location::Folder(_) => None,
    }
}
