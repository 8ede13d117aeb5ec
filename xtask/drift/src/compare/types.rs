//! What becomes of a type when its spelling changes.

use std::collections::BTreeSet;

use crate::compare::changes::{Judgement, breaks, documentation};
use crate::compare::pairs::pairs;
use xtask_pages::facts::{Field, Page};
use xtask_spec::spec::{BaseType, parse_type};

/// A type and whether the page lists the fields of its object.
#[derive(Debug, Clone, Copy)]
pub(super) struct Typed<'a> {
    pub(super) spelling: &'a str,
    pub(super) has_fields: bool,
}

/// What a type is to the generator.
#[derive(Debug, PartialEq, Eq)]
enum Meaning {
    Scalar(BaseType),
    /// A struct, with the page's name for it if that is one.
    Object(Option<String>),
}

/// The names of objects before and after, wherever the same thing has one.
#[derive(Debug, Default)]
pub(super) struct Renames(BTreeSet<(String, String)>);

/// Returns whether values of the type are structs of fields, not in a list.
pub(super) fn is_single_object(ty: Typed<'_>) -> bool {
    matches!(meaning(ty), Some((Meaning::Object(_), 0)))
}

/// Returns whether values of the type have a fraction.
pub(super) fn is_float(spelling: Option<&str>) -> bool {
    let ty = spelling.and_then(|spelling| parse_type(spelling, &[]));
    ty.is_some_and(|ty| ty.base == BaseType::Float)
}

/// Judges a type of another spelling.
pub(super) fn respelled(old: Typed<'_>, new: Typed<'_>, renames: &Renames) -> Judgement {
    match (meaning(old), meaning(new)) {
        (_, None) => breaks("the generator knows no such type"),
        (Some((Meaning::Object(old), before)), Some((Meaning::Object(new), after)))
            if before == after =>
        {
            match (old, new) {
                (Some(old), Some(new)) if !renames.is_plain(&old, &new) => {
                    breaks("the Rust type becomes another one: only some uses changed")
                }
                _ => documentation("the Rust type keeps its name"),
            }
        }
        (old, new) if old == new => documentation("another spelling of the same type"),
        _ => breaks("the Rust type changes"),
    }
}

impl Renames {
    pub(super) fn between(old: &Page, new: &Page) -> Self {
        let mut renames = Self::default();
        renames.fields(&old.parameters, &new.parameters);
        renames.fields(&old.response, &new.response);
        renames
    }

    /// Returns whether wherever there was the one there is now the other, and nowhere else.
    fn is_plain(&self, old: &str, new: &str) -> bool {
        self.0.iter().filter(|(before, after)| before == old || after == new).count() == 1
    }

    fn fields(&mut self, old: &[Field], new: &[Field]) {
        for pair in pairs(old, new, |field| field.name.clone(), |a, b| a.place == b.place) {
            if let (Some(old), Some(new)) = pair {
                self.note(Typed::of(old), Typed::of(new));
                self.fields(&old.fields, &new.fields);
            }
        }
    }

    fn note(&mut self, old: Option<Typed<'_>>, new: Option<Typed<'_>>) {
        let name = |ty: Option<Typed<'_>>| match meaning(ty?)? {
            (Meaning::Object(name), _) => name,
            _ => None,
        };
        if let (Some(old), Some(new)) = (name(old), name(new)) {
            self.0.insert((old, new));
        }
    }
}

impl<'a> Typed<'a> {
    pub(super) fn of(field: &'a Field) -> Option<Self> {
        Some(Self { spelling: field.ty.as_deref()?, has_fields: !field.fields.is_empty() })
    }
}

/// Returns the meaning, and how many lists are around it.
fn meaning(ty: Typed<'_>) -> Option<(Meaning, usize)> {
    let read = parse_type(ty.spelling, &[])?;
    let meaning = match read.base {
        BaseType::Object(name) => Meaning::Object(Some(name)),
        BaseType::Json if ty.has_fields => Meaning::Object(None),
        base => Meaning::Scalar(base),
    };
    Some((meaning, read.lists))
}
