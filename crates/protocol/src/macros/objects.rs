//! Objects in JSON, as tables of their fields.

/// An object of an answer: each field with its name on the wire. The service's side writes what the
/// client's reads.
macro_rules! answered {
    ($type:ident { $($field:ident: $wire:literal),* $(,)? }) => {
        $crate::macros::from_json!($type { $($field: $wire if present),* });

        #[cfg(feature = "server")]
        impl serde_core::Serialize for $type {
            fn serialize<S: serde_core::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                #[allow(unused_mut)]
                let mut object = serde_core::Serializer::serialize_map(serializer, None)?;
                $(serde_core::ser::SerializeMap::serialize_entry(&mut object, $wire, &self.$field)?;)*
                serde_core::ser::SerializeMap::end(object)
            }
        }
    };
}

/// An object that a request sends: each field with its name on the wire, and `if present` where
/// one that is empty is left out. The service's side reads what the client's writes.
macro_rules! sent {
    ($type:ident { $($field:ident: $wire:literal $(if $present:ident)?),* $(,)? }) => {
        impl serde_core::Serialize for $type {
            fn serialize<S: serde_core::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                let mut object = serde_core::Serializer::serialize_map(serializer, None)?;
                $($crate::macros::entry!(object, $wire, self.$field $(, $present)?);)*
                serde_core::ser::SerializeMap::end(object)
            }
        }

        #[cfg(feature = "server")]
        $crate::macros::from_json!($type { $($field: $wire $(if $present)?),* });
    };
}

/// One entry of [`sent`].
macro_rules! entry {
    ($object:ident, $wire:literal, $value:expr) => {
        serde_core::ser::SerializeMap::serialize_entry(&mut $object, $wire, &$value)?
    };
    ($object:ident, $wire:literal, $value:expr, present) => {
        if $crate::parameters::Optional::is_present(&$value) {
            $crate::macros::entry!($object, $wire, $value);
        }
    };
}

/// The way of an object from JSON; with `if present`, the type of a field says what its absence means.
macro_rules! from_json {
    ($type:ident { $($field:ident: $wire:literal $(if $present:ident)?),* }) => {
        impl $crate::lenient::Object for $type {
            const NAMES: &'static [&'static str] = &[$($wire),*];

            fn read_fields<'de, A: serde_core::de::MapAccess<'de>>(
                mut fields: $crate::lenient::Fields<A>,
            ) -> Result<Self, A::Error> {
                $(let mut $field = None;)*
                while let Some(name) = fields.next()? {
                    match name {
                        $($wire => fields.read($wire, &mut $field),)*
                        _ => fields.skip(),
                    }?;
                }
                Ok(Self { $($field: $crate::macros::found!($wire, $field $(, $present)?)),* })
            }
        }

        impl<'de> serde_core::Deserialize<'de> for $type {
            fn deserialize<D: serde_core::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::lenient::object(deserializer)
            }
        }
    };
}

/// The value of one field of [`from_json`].
macro_rules! found {
    ($wire:literal, $field:ident) => {
        $field.ok_or_else(|| serde_core::de::Error::missing_field($wire))?
    };
    ($wire:literal, $field:ident, present) => {
        $crate::lenient::found($wire, $field)?
    };
}

/// The response of a call that answers nothing but its success.
macro_rules! empty {
    ($(#[$meta:meta])* $type:ident;) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Default)]
        #[non_exhaustive]
        pub struct $type {}

        $crate::macros::answered! {
            $type {}
        }

        impl $type {
            /// A value whose fields are empty.
            pub fn new() -> Self {
                Self {}
            }
        }
    };
}

pub(crate) use {answered, empty, entry, found, from_json, sent};

#[cfg(test)]
mod tests;
