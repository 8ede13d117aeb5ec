//! Enums of the values that pages list. Each is open: an unlisted value is kept in `Other`.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::{doc, docs, ident, literal};
use crate::model::{Enum, Scalar};

/// Makes the enum, and the conversions from and to wire values.
pub(super) fn item(named: &Enum) -> TokenStream {
    let (text, name) = (doc(&docs::prose(&named.doc)), ident(&named.spec.name));
    let copy = named.numeric.then(|| quote!(Copy,));
    let variants = named.spec.values.iter().map(|variant| {
        let (doc, variant) = (doc(&docs::variant(variant)), ident(&variant.name));
        quote!(#doc #variant)
    });
    let variant_names: Vec<_> =
        named.spec.values.iter().map(|variant| ident(&variant.name)).collect();
    let (wire, plain) =
        if named.numeric { ("i64", quote!(i64)) } else { ("String", quote!(String)) };
    let values: Vec<_> = named.spec.values.iter().map(|it| literal(&it.value, wire)).collect();
    let conversions = if named.numeric {
        quote! {
            impl #name {
                /// Returns the number on the wire.
                pub const fn value(self) -> i64 {
                    match self {
                        #(Self::#variant_names => #values,)*
                        Self::Other(other) => other.get(),
                    }
                }
            }

            impl From<i64> for #name {
                fn from(value: i64) -> Self {
                    match value {
                        #(#values => Self::#variant_names,)*
                        other => Self::Other(Unlisted::new(other)),
                    }
                }
            }

            impl From<#name> for i64 {
                fn from(value: #name) -> Self {
                    value.value()
                }
            }
        }
    } else {
        quote! {
            impl #name {
                /// Returns the text on the wire.
                pub fn as_str(&self) -> &str {
                    match self {
                        #(Self::#variant_names => #values,)*
                        Self::Other(other) => other.as_str(),
                    }
                }
            }

            impl From<String> for #name {
                fn from(text: String) -> Self {
                    match text.as_str() {
                        #(#values => Self::#variant_names,)*
                        _ => Self::Other(Unlisted::new(text)),
                    }
                }
            }

            impl From<&str> for #name {
                fn from(text: &str) -> Self {
                    text.to_owned().into()
                }
            }

            impl From<#name> for String {
                fn from(value: #name) -> Self {
                    value.as_str().to_owned()
                }
            }

            impl AsRef<str> for #name {
                fn as_ref(&self) -> &str {
                    self.as_str()
                }
            }
        }
    };
    let shown = if named.numeric { quote!(self.value()) } else { quote!(self.as_str()) };
    let joined = named.joined.then(|| joined(named));
    quote! {
        #text
        #[derive(Debug, Clone, #copy PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(from = #wire, into = #wire)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// A value that the page does not list.
            Other(Unlisted<#plain>),
        }

        #conversions

        impl std::fmt::Display for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                #shown.fmt(f)
            }
        }

        #joined
    }
}

/// Returns the variant of a value.
pub(super) fn named(named: &Enum, value: &Scalar) -> Option<TokenStream> {
    let variant = named.spec.values.iter().find(|it| it.value.value == *value)?;
    let (ty, name) = (ident(&named.spec.name), ident(&variant.name));
    Some(quote!(#ty::#name))
}

/// Makes what an item of a list joined by commas needs.
fn joined(named: &Enum) -> TokenStream {
    let name = ident(&named.spec.name);
    let (error, parsed, value) = if named.numeric {
        let parsed = quote!(text.parse::<i64>().map(Self::from));
        (quote!(std::num::ParseIntError), parsed, quote!(&self.value()))
    } else {
        (quote!(std::convert::Infallible), quote!(Ok(Self::from(text))), quote!(self.as_str()))
    };
    quote! {
        impl std::str::FromStr for #name {
            type Err = #error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                #parsed
            }
        }

        impl crate::joined::Item for #name {
            fn push_to(&self, text: &mut String) {
                crate::joined::Item::push_to(#value, text);
            }
        }
    }
}
