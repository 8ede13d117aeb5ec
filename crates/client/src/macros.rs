//! What generated code would otherwise say again and again, as tables.

/// The method of the client that leads to the calls of a service, and the type that has them.
macro_rules! service {
    ($(#[$meta:meta])* $name:ident: $type:ident;) => {
        impl $crate::Client {
            $(#[$meta])*
            pub fn $name(&self) -> $type<'_> {
                $type { client: self }
            }
        }

        $(#[$meta])*
        #[derive(Debug, Clone, Copy)]
        pub struct $type<'c> {
            client: &'c $crate::Client,
        }
    };
}

/// The setters of a request, on the call as on the request.
macro_rules! setters {
    ($request:ty; $($(#[$meta:meta])* $set:ident($value:ident: $type:ty $(,)?);)*) => {
        impl $crate::Call<'_, $request> {
            $(
                $(#[$meta])*
                pub fn $set(self, $value: $type) -> Self {
                    self.map(|request| request.$set($value))
                }
            )*
        }
    };
}

pub(crate) use {service, setters};
