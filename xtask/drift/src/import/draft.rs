//! An endpoint file as plain data: what an import writes, and what an update starts from.

use xtask_spec::read::types::parse_type;
use xtask_spec::spec::{BaseType, FORM, JSON, Scalar, Type, is_kind};

/// Everything that one endpoint file says.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Draft {
    pub(super) summary: String,
    pub(super) path: String,
    pub(super) method: String,
    pub(super) hosts: Vec<String>,
    pub(super) content_type: Option<String>,
    pub(super) app_types: Vec<String>,
    pub(super) preconditions: Vec<String>,
    pub(super) notes: Vec<String>,
    pub(super) url: String,
    pub(super) language: Option<String>,
    pub(super) read: Option<String>,
    pub(super) source: Option<String>,
    pub(super) permissions: Vec<Permission>,
    pub(super) safe: bool,
    pub(super) reason: String,
    pub(super) done_code: Option<i64>,
    pub(super) parameters: Vec<Item>,
    pub(super) together: Vec<Together>,
    pub(super) paging: Option<Paging>,
    pub(super) bulk: Vec<String>,
    pub(super) response: Vec<Item>,
    pub(super) types: Vec<Object>,
    pub(super) errors: Vec<ErrorCode>,
    /// The example of the request, as the file holds it.
    pub(super) request: String,
    /// The example of the answer.
    pub(super) answer: String,
    pub(super) departures: Vec<Departure>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Permission {
    pub(super) name: String,
    pub(super) doc: String,
}

/// A parameter, or a field of an object or of the answer.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Item {
    pub(super) name: String,
    /// Of a parameter only.
    pub(super) place: Option<String>,
    pub(super) ty: String,
    pub(super) separator: Option<String>,
    pub(super) items: Option<String>,
    pub(super) encoding: Option<String>,
    pub(super) rust: Option<String>,
    pub(super) id: Option<String>,
    pub(super) secret: Option<bool>,
    pub(super) optional: Option<bool>,
    pub(super) required: Option<bool>,
    pub(super) default: Option<Scalar>,
    pub(super) min: Option<i64>,
    pub(super) max: Option<i64>,
    pub(super) max_items: Option<i64>,
    pub(super) max_chars: Option<i64>,
    pub(super) values: Vec<Scalar>,
    pub(super) example: Option<String>,
    pub(super) doc: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Together {
    pub(super) name: String,
    pub(super) ty: String,
    pub(super) members: Vec<String>,
    pub(super) doc: String,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Paging {
    pub(super) offset: String,
    pub(super) size: String,
    pub(super) items: String,
    pub(super) more: String,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Object {
    pub(super) name: String,
    pub(super) rust: Option<String>,
    pub(super) doc: String,
    pub(super) fields: Vec<Item>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct ErrorCode {
    pub(super) code: i64,
    pub(super) rust: Option<String>,
    pub(super) message: Option<String>,
    pub(super) meaning: Option<String>,
    pub(super) advice: String,
    pub(super) retry: bool,
    pub(super) source: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Departure {
    pub(super) subject: String,
    pub(super) page: String,
    pub(super) spec: String,
    pub(super) reason: String,
}

/// Whose items they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    Parameters,
    Response,
    /// An index of [`Draft::types`].
    Type(usize),
}

/// Something that a person has to decide or to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The key of the file: `parameters.size.required`.
    pub key: String,
    /// What is needed, and what stands there meanwhile.
    pub need: String,
}

impl Decision {
    pub(super) fn new(key: impl Into<String>, need: impl Into<String>) -> Self {
        Self { key: key.into(), need: need.into() }
    }
}

impl Draft {
    pub(super) fn has_json_body(&self) -> bool {
        self.content_type.as_ref().is_some_and(|it| is_kind(it, JSON))
    }

    /// Where the file puts what is sent in the body.
    pub(super) fn body_place(&self) -> &'static str {
        if self.has_json_body() { "body" } else { "form" }
    }

    pub(super) fn object(&self, name: &str) -> Option<&Object> {
        self.types.iter().find(|object| object.name == name)
    }

    pub(super) fn items(&self, owner: Owner) -> &[Item] {
        match owner {
            Owner::Parameters => &self.parameters,
            Owner::Response => &self.response,
            Owner::Type(index) => self.types.get(index).map_or(&[], |object| &object.fields),
        }
    }

    pub(super) fn items_mut(&mut self, owner: Owner) -> &mut Vec<Item> {
        match owner {
            Owner::Parameters => &mut self.parameters,
            Owner::Response => &mut self.response,
            Owner::Type(index) => &mut self.types[index].fields,
        }
    }

    /// The beginning of the subjects about items.
    pub(super) fn subject(&self, owner: Owner) -> String {
        match owner {
            Owner::Parameters => "parameters".to_owned(),
            Owner::Response => "response".to_owned(),
            Owner::Type(index) => format!("types.{}", self.types[index].name),
        }
    }

    /// A type of this file.
    pub(super) fn parse(&self, ty: &str) -> Option<Type> {
        let names: Vec<&str> = self.types.iter().map(|object| object.name.as_str()).collect();
        parse_type(ty, &names)
    }

    /// The object of this file that a type is or holds.
    pub(super) fn object_of(&self, ty: &str) -> Option<usize> {
        let BaseType::Object(name) = self.parse(ty)?.base else { return None };
        self.types.iter().position(|object| object.name == name)
    }

    /// Removes the objects that nothing holds any more, and says which.
    pub(super) fn remove_unused_types(&mut self) -> Vec<String> {
        let mut open: Vec<usize> = self
            .parameters
            .iter()
            .chain(&self.response)
            .filter_map(|item| self.object_of(&item.ty))
            .collect();
        let mut seen = std::collections::BTreeSet::new();
        while let Some(index) = open.pop() {
            if seen.insert(index) {
                let fields = self.types[index].fields.iter();
                open.extend(fields.filter_map(|field| self.object_of(&field.ty)));
            }
        }
        let mut removed = Vec::new();
        let mut index = 0;
        self.types.retain(|object| {
            let used = seen.contains(&index);
            index += 1;
            if !used {
                removed.push(object.name.clone());
            }
            used
        });
        removed
    }
}

/// The content type of a body whose kind follows from its parameters.
pub(super) fn content_type(json: bool) -> String {
    if json { JSON.to_owned() } else { format!("{FORM};charset=utf-8") }
}
