//! What generated code would otherwise say again and again, as tables.
//!
//! Each expands to the code that its first comment names and decides nothing: names, types, values and
//! documentation stand in the table.

mod objects;

pub(crate) use self::objects::{answered, empty, entry, found, from_json, sent};

/// `new` and the setters of a struct, which return it.
macro_rules! constructor {
    (
        $(#[$new_meta:meta])*
        $type:ident::new($($argument:ident: $argument_type:ty),* $(,)?) = { $($fields:tt)* };
        $($(#[$set_meta:meta])* $set:ident: $field:ident: $field_type:ty = $value:expr;)*
    ) => {
        impl $type {
            $(#[$new_meta])*
            pub fn new($($argument: $argument_type),*) -> Self {
                Self { $($fields)* }
            }

            $(
                $(#[$set_meta])*
                #[must_use]
                pub fn $set(mut self, $field: $field_type) -> Self {
                    self.$field = $value;
                    self
                }
            )*
        }
    };
}

/// An open enum of error codes, its way from and to a number, and the rows of the endpoint's table:
/// variant, code, meaning, advice, and `retry` where the page says to try again.
macro_rules! error_codes {
    (
        $(#[$enum_meta:meta])*
        pub enum $name:ident;
        $(#[$other_meta:meta])*
        Other(i64);
        $(
            $(#[$meta:meta])*
            $variant:ident = $code:literal, $meaning:literal, $advice:literal $(, $retry:ident)?;
        )*
    ) => {
        $(#[$enum_meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$meta])* $variant,)*
            $(#[$other_meta])*
            Other(i64),
        }

        impl $name {
            const DOCUMENTED: &'static [$crate::DocumentedError] = &[$($crate::DocumentedError {
                code: $code,
                meaning: $meaning,
                advice: $advice,
                retry: $crate::macros::is_given!($($retry)?),
            }),*];
        }

        impl From<i64> for $name {
            fn from(code: i64) -> Self {
                match code {
                    $($code => Self::$variant,)*
                    code => Self::Other(code),
                }
            }
        }

        impl From<$name> for i64 {
            fn from(code: $name) -> Self {
                match code {
                    $($name::$variant => $code,)*
                    $name::Other(code) => code,
                }
            }
        }
    };
}

/// The rows of the table of codes that any endpoint can answer: code, `sub_code` if that belongs to
/// it, kind, meaning, advice, and `retry` where trying again can help.
macro_rules! global_errors {
    (
        $(#[$meta:meta])*
        pub static $name:ident;
        $(
            $code:literal $(with $sub_code:literal)? =
            $kind:ident, $meaning:literal, $advice:literal $(, $retry:ident)?;
        )*
    ) => {
        $(#[$meta])*
        pub static $name: &[$crate::GlobalError] = &[$($crate::GlobalError {
            code: $code,
            sub_code: $crate::macros::first!($(Some($sub_code),)? None),
            kind: $crate::ErrorKind::$kind,
            meaning: $meaning,
            advice: $advice,
            retry: $crate::macros::is_given!($($retry)?),
        }),*];
    };
}

/// What every implementation of `Request` begins with, and where the answer stands: in `result`, or
/// beside the fields of the envelope.
macro_rules! answer {
    (in result) => {
        $crate::macros::answer!(answer, $crate::envelope::result(answer));
    };
    (beside envelope) => {
        $crate::macros::answer!(answer, $crate::lenient::object(answer).map(Some));
    };
    ($answer:ident, $read:expr) => {
        type Response = Response;
        type ErrorCode = ErrorCode;
        const ENDPOINT: &'static $crate::Endpoint = &ENDPOINT;

        fn read_answer<'de, D: serde_core::Deserializer<'de>>(
            $answer: D,
        ) -> Result<Option<Response>, D::Error> {
            $read
        }
    };
}

/// A list that comes page by page: its items, what says that more follow, and how a request names a
/// part of it, in a struct of both numbers or in two fields.
macro_rules! paged {
    ($item:ident in $items:ident while $more:ident; $($position:tt)*) => {
        impl $crate::Paged for Request {
            type Item = $item;

            $crate::macros::position!($($position)*);

            fn has_more(response: &Response) -> bool {
                response.$more
            }

            fn items(response: &Response) -> &[$item] {
                &response.$items
            }

            fn into_items(response: Response) -> Vec<$item> {
                response.$items
            }
        }
    };
}

/// The part of [`paged`] about positions.
macro_rules! position {
    ($page:ident: $type:ident { $offset:ident, $size:ident } at most $max:ident;) => {
        const MAX_PAGE_SIZE: i64 = $max;

        fn position(&self) -> Option<$crate::Position> {
            let page = self.$page?;
            Some($crate::Position { offset: page.$offset, size: page.$size })
        }

        fn at(mut self, position: $crate::Position) -> Self {
            self.$page = Some($type { $offset: position.offset, $size: position.size });
            self
        }
    };
    ($offset:ident, $size:ident at most $max:ident;) => {
        const MAX_PAGE_SIZE: i64 = $max;

        fn position(&self) -> Option<$crate::Position> {
            $crate::Position::of(self.$offset, self.$size, $max)
        }

        fn at(mut self, position: $crate::Position) -> Self {
            self.$offset = position.offset.into();
            self.$size = position.size.into();
            self
        }
    };
}

/// A call that treats every pair of two lists: each list with its item, its limit and its name on the
/// wire, and the fields that are the same in every part of the call.
macro_rules! pairs {
    (
        $first:ident: $first_item:ty, at most $max_first:ident, $first_wire:literal;
        $second:ident: $second_item:ty, at most $max_second:ident, $second_wire:literal;
        $(same $($same:ident),*;)?
    ) => {
        impl $crate::Pairs for Request {
            type First = $first_item;
            type Second = $second_item;
            const FIRST: &'static str = $first_wire;
            const SECOND: &'static str = $second_wire;
            const MAX_FIRST: usize = $max_first;
            const MAX_SECOND: usize = $max_second;

            fn first(&self) -> &[$first_item] {
                &self.$first
            }

            fn second(&self) -> &[$second_item] {
                &self.$second
            }

            // The lists, however long, are not copied.
            fn with_lists(&self, first: Vec<$first_item>, second: Vec<$second_item>) -> Self {
                Self {
                    $first: first,
                    $second: second,
                    $($($same: Clone::clone(&self.$same),)*)?
                }
            }
        }
    };
}

/// The way of a request back from the wire, and where its answer stands. `$received` is what the
/// expressions call the parameters that came.
macro_rules! serve {
    (in_result = $in_result:literal; |$received:ident| { $($fields:tt)* }) => {
        #[cfg(feature = "server")]
        impl $crate::server::Serve for Request {
            const IN_RESULT: bool = $in_result;

            fn read_parameters(
                $received: &$crate::server::Received,
            ) -> Result<Self, $crate::server::ParameterError> {
                Ok(Self { $($fields)* })
            }
        }
    };
}

/// Every endpoint of the services whose features are on, by what there is one of for each: its facts,
/// or its codec.
macro_rules! endpoints {
    (
        $(#[$meta:meta])*
        pub static $name:ident: $of:ident;
        $($feature:literal: $service:ident::{$($endpoint:ident),* $(,)?};)*
    ) => {
        $(#[$meta])*
        pub static $name: &[$crate::macros::of!(type $of)] = &[$($(
            #[cfg(feature = $feature)]
            $crate::macros::of!($of $service::$endpoint),
        )*)*];
    };
}

/// One element of [`endpoints`], and its type.
macro_rules! of {
    (type Facts) => {
        &$crate::Endpoint
    };
    (type Codecs) => {
        $crate::server::Codec
    };
    (Facts $service:ident::$endpoint:ident) => {
        &$crate::$service::$endpoint::ENDPOINT
    };
    (Codecs $service:ident::$endpoint:ident) => {
        $crate::server::Codec::of::<$crate::$service::$endpoint::Request>()
    };
}

macro_rules! is_given {
    () => {
        false
    };
    (retry) => {
        true
    };
}

macro_rules! first {
    ($first:expr $(, $others:expr)*) => {
        $first
    };
}

pub(crate) use {
    answer, constructor, endpoints, error_codes, first, global_errors, is_given, of, paged, pairs,
    position, serve,
};
