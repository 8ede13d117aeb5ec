//! Effect of a type's new spelling.

use std::collections::BTreeSet;

use crate::compare::changes::{Judgement, breaks, documentation};
use crate::compare::pairs::pairs;
use xtask_pages::facts::{Field, Page};
use xtask_spec::spec::{BaseType, parse_type};

/// Meaning of a type for the generator.
#[derive(Debug, PartialEq, Eq)]
enum Meaning {
    Scalar(BaseType),
    /// A struct, with the page's name for it if the page has one.
    Object(Option<String>),
}

/// Old and new names of the objects at the same places.
#[derive(Debug, Default)]
pub(super) struct Renames(BTreeSet<(String, String)>);

/// Returns whether the value is a single struct, not in a list.
pub(super) fn is_single_object(field: &Field) -> bool {
    matches!(meaning(field), Some((Meaning::Object(_), 0)))
}

/// Returns the verdict on a type with another spelling.
pub(super) fn respelled(old: &Field, new: &Field, renames: &Renames) -> Judgement {
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

    /// Returns whether `old` was renamed to `new` everywhere, and nothing else was renamed from `old` or to `new`.
    fn is_plain(&self, old: &str, new: &str) -> bool {
        self.0.iter().filter(|(before, after)| before == old || after == new).count() == 1
    }

    fn fields(&mut self, old: &[Field], new: &[Field]) {
        for pair in pairs(old, new, |field| field.name.clone()) {
            if let (Some(old), Some(new)) = pair {
                if let (
                    Some((Meaning::Object(Some(before)), _)),
                    Some((Meaning::Object(Some(after)), _)),
                ) = (meaning(old), meaning(new))
                {
                    self.0.insert((before, after));
                }
                self.fields(&old.fields, &new.fields);
            }
        }
    }
}

/// Returns the meaning of a field's type, and the number of nested lists around it.
fn meaning(field: &Field) -> Option<(Meaning, usize)> {
    let read = parse_type(field.ty.as_deref()?, &[])?;
    let meaning = match read.base {
        BaseType::Object(name) => Meaning::Object(Some(name)),
        BaseType::Json if !field.fields.is_empty() => Meaning::Object(None),
        base => Meaning::Scalar(base),
    };
    Some((meaning, read.lists))
}
