//! Common implementation of ids. The types themselves are generated.

/// Implements the methods and conversions of an id: `id!(RoleId, i64)` for one that is an integer on
/// the wire, `id!(UserId, String)` for one that is an opaque string.
macro_rules! id {
    ($Id:ident, i64) => {
        impl $Id {
            /// Wraps the service's number.
            pub const fn new(id: i64) -> Self {
                Self(id)
            }

            /// Returns the service's number.
            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl From<i64> for $Id {
            fn from(id: i64) -> Self {
                Self(id)
            }
        }

        impl From<&i64> for $Id {
            fn from(id: &i64) -> Self {
                Self(*id)
            }
        }

        impl From<i32> for $Id {
            fn from(id: i32) -> Self {
                Self(id.into())
            }
        }

        impl From<u32> for $Id {
            fn from(id: u32) -> Self {
                Self(id.into())
            }
        }

        impl TryFrom<u64> for $Id {
            type Error = std::num::TryFromIntError;

            fn try_from(id: u64) -> Result<Self, Self::Error> {
                id.try_into().map(Self)
            }
        }

        impl From<&$Id> for $Id {
            fn from(id: &$Id) -> Self {
                *id
            }
        }

        impl From<$Id> for i64 {
            fn from(id: $Id) -> Self {
                id.0
            }
        }

        impl std::str::FromStr for $Id {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl std::fmt::Display for $Id {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl $crate::joined::Item for $Id {
            #[inline]
            fn push_to(&self, text: &mut String) {
                $crate::joined::Item::push_to(&self.0, text);
            }
        }
    };
    ($Id:ident, String) => {
        impl $Id {
            /// Wraps the service's string.
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into())
            }

            /// Returns the service's string.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $Id {
            fn from(id: &str) -> Self {
                Self(id.into())
            }
        }

        impl From<String> for $Id {
            fn from(id: String) -> Self {
                Self(id)
            }
        }

        impl From<&String> for $Id {
            fn from(id: &String) -> Self {
                Self(id.clone())
            }
        }

        impl From<&$Id> for $Id {
            fn from(id: &$Id) -> Self {
                id.clone()
            }
        }

        impl From<$Id> for String {
            fn from(id: $Id) -> Self {
                id.0
            }
        }

        impl PartialEq<str> for $Id {
            fn eq(&self, id: &str) -> bool {
                self.0 == id
            }
        }

        impl PartialEq<&str> for $Id {
            fn eq(&self, id: &&str) -> bool {
                self.0 == *id
            }
        }

        impl std::str::FromStr for $Id {
            type Err = std::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(text))
            }
        }

        impl AsRef<str> for $Id {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::borrow::Borrow<str> for $Id {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $Id {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl $crate::joined::Item for $Id {
            #[inline]
            fn push_to(&self, text: &mut String) {
                $crate::joined::Item::push_to(&self.0, text);
            }
        }
    };
}

pub(crate) use id;
