//! The fields of an endpoint by what holds them, and what a person has to decide on them.

use xtask_spec::spec::{Endpoint, FORM, Field, JSON, Spanned, Type, parse_type};

/// What holds fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    Parameters,
    Response,
    /// An index of [`Endpoint::types`].
    Type(usize),
}

/// Something that a person has to decide or to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The key of the file: `parameters.size.required`.
    pub key: String,
    /// What is needed, and what stands there meanwhile.
    pub need: String,
    /// Whether nothing may be published before.
    pub is_open: bool,
}

impl Decision {
    /// Returns something to look at.
    pub(super) fn new(key: impl Into<String>, need: impl Into<String>) -> Self {
        Self { key: key.into(), need: need.into(), is_open: false }
    }

    /// Returns something that has to be decided before anything is published.
    pub(super) fn open(key: impl Into<String>, need: impl Into<String>) -> Self {
        Self { key: key.into(), need: need.into(), is_open: true }
    }
}

impl Owner {
    /// Returns all owners of an endpoint.
    pub(super) fn all(endpoint: &Endpoint) -> impl Iterator<Item = Self> + use<> {
        let types = (0..endpoint.types.len()).map(Self::Type);
        [Self::Parameters, Self::Response].into_iter().chain(types)
    }

    pub(super) fn fields(self, endpoint: &Endpoint) -> &[Field] {
        match self {
            Self::Parameters => &endpoint.parameters,
            Self::Response => &endpoint.response,
            Self::Type(index) => endpoint.types.get(index).map_or(&[], |object| &object.fields),
        }
    }

    pub(super) fn fields_mut(self, endpoint: &mut Endpoint) -> &mut Vec<Field> {
        match self {
            Self::Parameters => &mut endpoint.parameters,
            Self::Response => &mut endpoint.response,
            Self::Type(index) => &mut endpoint.types[index].fields,
        }
    }

    /// Returns the beginning of the subjects about the fields.
    pub(super) fn subject(self, endpoint: &Endpoint) -> String {
        match self {
            Self::Parameters => "parameters".to_owned(),
            Self::Response => "response".to_owned(),
            Self::Type(index) => format!("types.{}", endpoint.types[index].name.value),
        }
    }
}

/// Returns the index of the object that a type is or holds.
pub(super) fn object_of(endpoint: &Endpoint, ty: &Type) -> Option<usize> {
    let name = ty.object()?;
    endpoint.types.iter().position(|object| object.name.value == name)
}

/// Returns a type by its spelling, which has to be one.
pub(super) fn type_of(spelling: &str) -> Spanned<Type> {
    let unknown = || Type { spelling: spelling.to_owned(), ..Type::default() };
    parse_type(spelling, &[]).unwrap_or_else(unknown).into()
}

/// Returns the content type of a body whose kind follows from its parameters.
pub(super) fn content_type(json: bool) -> String {
    if json { JSON.to_owned() } else { format!("{FORM};charset=utf-8") }
}
