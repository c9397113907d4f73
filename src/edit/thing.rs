//! What has an id: an entity with a file of its own, or an entry in one of the
//! lists that other files point to.

use super::proof::Refusal;
use super::register::Register;
use crate::content::{Kind, Location, Node, Value};
use crate::diag::nearest;
use std::collections::BTreeSet;

/// Something with an id that can be renamed or removed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Thing {
    /// The kind of the file that describes it.
    pub kind: Kind,
    /// The list in that file that it is an entry of; nothing for an entity with
    /// a file of its own.
    pub list: Option<List>,
    /// Its id.
    pub id: String,
}

/// A list whose entries other files point to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct List {
    /// The name of the list in its file, and of such a reference.
    pub name: &'static str,
    /// The key of an entry that is its id.
    pub key: &'static str,
}

/// The lists whose entries can be renamed, with the kind of their file.
pub(super) const LISTS: [(Kind, List); 3] = [
    (
        Kind::Places,
        List {
            name: "place",
            key: "id",
        },
    ),
    (
        Kind::Topics,
        List {
            name: "topic",
            key: "id",
        },
    ),
    (
        Kind::Publishers,
        List {
            name: "publisher",
            key: "id",
        },
    ),
];

impl std::fmt::Display for Thing {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}/{}", place(self.kind), self.id)
    }
}

/// The folder of a kind, or the stem of its one file.
pub(super) fn place(kind: Kind) -> &'static str {
    match kind.location() {
        Location::Folder(folder) => folder,
        Location::File(name) => name.trim_end_matches(".toml"),
    }
}

/// Whether files of a kind may be renamed and removed.
fn has_entities(kind: Kind) -> bool {
    matches!(kind.location(), Location::Folder(_))
        && !matches!(kind, Kind::Language | Kind::Strings)
}

impl Thing {
    /// The path, inside the content folder, of the file that describes it.
    pub fn path(&self) -> String {
        match self.kind.location() {
            Location::Folder(folder) => format!("{folder}/{}.toml", self.id),
            Location::File(name) => name.to_owned(),
        }
    }

    /// Whether it is a partner, a National Society or a network.
    pub(super) fn is_body(&self) -> bool {
        matches!(self.kind, Kind::Partner | Kind::Society | Kind::Network)
    }

    /// The same kind of thing with another id.
    pub(super) fn called(&self, id: &str) -> Self {
        Self {
            id: id.to_owned(),
            ..self.clone()
        }
    }

    /// The entry of the list that it is, in the file that describes it.
    pub(super) fn entry<'a>(&self, register: &'a Register) -> Option<&'a Node> {
        let list = self.list?;
        let document = register.document(&self.path())?;
        let mut entries = document.items(list.name).iter();
        entries.find(|entry| entry.id() == Some(&self.id))
    }

    /// Whether the register has it.
    pub fn exists(&self, register: &Register) -> bool {
        match self.list {
            None => register.survey().file(self.kind, &self.id).is_some(),
            Some(_) => self.entry(register).is_some(),
        }
    }
}

/// Everything that can be renamed or removed.
pub(super) fn all(register: &Register) -> Vec<Thing> {
    let survey = register.survey();
    let files = survey.files.iter().filter(|(kind, ..)| has_entities(*kind));
    let mut things: Vec<_> = files
        .map(|(kind, id, _)| Thing {
            kind: *kind,
            list: None,
            id: id.clone(),
        })
        .collect();
    for (kind, list) in LISTS {
        let document = match kind.location() {
            Location::File(name) => register.document(name),
            Location::Folder(_) => None,
        };
        for entry in document.map_or(&[][..], |document| document.items(list.name)) {
            if let Value::Table(entries) = &entry.value
                && let Some(Value::String(id)) =
                    entries.get(list.key).map(|found| &found.value.value)
            {
                things.push(Thing {
                    kind,
                    list: Some(list),
                    id: id.clone(),
                });
            }
        }
    }
    things
}

/// A name as somebody typed it: a kind, if it says one, and an id.
struct Name {
    kind: Option<Kind>,
    id: String,
}

/// Reads `partners/unhcr`, `partner/unhcr`, `unhcr`, or the path of a file.
fn read(register: &Register, text: &str) -> Result<Name, Refusal> {
    let text = text.trim().trim_start_matches("./");
    let root = register.root().display().to_string();
    let root = root.trim_start_matches("./").trim_end_matches('/');
    let inside = text
        .strip_prefix(root)
        .and_then(|rest| rest.strip_prefix('/'))
        .unwrap_or(text);
    let inside = inside.strip_suffix(".toml").unwrap_or(inside);
    let Some((folder, id)) = inside.rsplit_once('/') else {
        return Ok(Name {
            kind: None,
            id: inside.to_owned(),
        });
    };
    let folder = folder.rsplit('/').next().unwrap_or(folder);
    kind_called(folder).map(|kind| Name {
        kind: Some(kind),
        id: id.to_owned(),
    })
}

/// The kind of this name, or of the folder or file of this name.
pub(super) fn kind_called(name: &str) -> Result<Kind, Refusal> {
    let renamable =
        |kind: Kind| has_entities(kind) || LISTS.iter().any(|(found, _)| *found == kind);
    let mut kinds = Kind::ALL.iter().copied();
    let mut lists = LISTS.iter();
    let of_list = lists.find(|(_, list)| list.name == name);
    let kind = of_list
        .map(|(kind, _)| *kind)
        .or_else(|| kinds.find(|kind| place(*kind) == name || kind.name() == name));
    if let Some(kind) = kind {
        if renamable(kind) {
            return Ok(kind);
        }
        return Err(Refusal::Cannot(match kind {
            Kind::Language | Kind::Strings => format!(
                "`{name}` are named in every text of the register: they are not renamed or \
                 removed by a command"
            ),
            _ => format!(
                "there is one file `{}` in a register, and its name is fixed",
                place(kind)
            ),
        }));
    }
    let names = || {
        Kind::ALL
            .iter()
            .copied()
            .filter(|kind| renamable(*kind))
            .map(place)
    };
    let help = nearest(name, names()).unwrap_or_else(|| {
        let all: Vec<_> = names().collect();
        format!("there are {}", all.join(", "))
    });
    Err(Refusal::Cannot(format!(
        "there is no folder `{name}`: {help}"
    )))
}

/// The thing that somebody named.
pub(super) fn find(register: &Register, text: &str) -> Result<Thing, Refusal> {
    let name = read(register, text)?;
    let things = all(register);
    let of_kind = |thing: &&Thing| name.kind.is_none_or(|kind| thing.kind == kind);
    let found: Vec<_> = things
        .iter()
        .filter(of_kind)
        .filter(|thing| thing.id == name.id)
        .collect();
    match found.as_slice() {
        [only] => Ok((*only).clone()),
        [] => {
            let ids: BTreeSet<&str> = things
                .iter()
                .filter(of_kind)
                .map(|thing| &*thing.id)
                .collect();
            let help = nearest(&name.id, ids).unwrap_or_else(|| {
                "an id is the name of a file without `.toml`, such as `partners/ifrc`".to_owned()
            });
            let folder = name
                .kind
                .map_or_else(String::new, |kind| format!("{}/", place(kind)));
            Err(Refusal::Cannot(format!(
                "there is no `{folder}{}`: {help}",
                name.id
            )))
        }
        several => {
            let names: Vec<_> = several.iter().map(|thing| format!("`{thing}`")).collect();
            Err(Refusal::Cannot(format!(
                "`{}` may mean {}: say which",
                name.id,
                names.join(" or ")
            )))
        }
    }
}

/// The thing that somebody names for one that is renamed: without a folder it
/// stays what it is.
pub(super) fn new_name(register: &Register, old: &Thing, text: &str) -> Result<Thing, Refusal> {
    let name = read(register, text)?;
    check_id(&name.id)?;
    let kind = name.kind.unwrap_or(old.kind);
    if kind != old.kind && (old.list.is_some() || !has_entities(kind)) {
        return Err(Refusal::Cannot(format!(
            "an entry of `{}` cannot become one of `{}`",
            place(old.kind),
            place(kind)
        )));
    }
    let new = Thing {
        kind,
        ..old.called(&name.id)
    };
    is_free(register, &new, Some(old))?;
    Ok(new)
}

/// Whether an id is free for this thing, which may have another one now.
pub(super) fn is_free(
    register: &Register,
    new: &Thing,
    old: Option<&Thing>,
) -> Result<(), Refusal> {
    if old == Some(new) {
        return Err(Refusal::Cannot(format!("`{new}` has that name already")));
    }
    let taken = all(register).into_iter().find(|other| {
        let both_bodies = other.is_body() && new.is_body();
        other.id == new.id
            && Some(other) != old
            && (both_bodies || (other.kind == new.kind && other.list == new.list))
    });
    taken.map_or(Ok(()), |other| {
        let why = if other.kind == new.kind {
            ""
        } else {
            ", and partners, societies and networks share their ids"
        };
        Err(Refusal::Cannot(format!(
            "there is `{other}` already{why}: take another id"
        )))
    })
}

/// Whether a text may be an id.
pub(super) fn check_id(id: &str) -> Result<(), Refusal> {
    let plain = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    if id.split('-').all(plain) {
        return Ok(());
    }
    Err(Refusal::Cannot(format!(
        "`{id}` cannot be an id: an id has small letters `a` to `z`, digits and single hyphens, \
         such as `red-cross-2`"
    )))
}
