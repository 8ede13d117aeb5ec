//! Error codes: those of an endpoint's page, and those that any endpoint can answer.

use proc_macro2::TokenStream;
use quote::quote;

use super::{doc, docs, ident, module_doc, number};
use crate::model::{Endpoint, ErrorClass, Model};

/// The enum of an endpoint's error codes.
pub(super) fn endpoint(endpoint: &Endpoint) -> TokenStream {
    let names: Vec<_> = endpoint.errors.iter().map(|error| ident(&error.variant)).collect();
    let codes: Vec<_> = endpoint.errors.iter().map(|error| number(error.code)).collect();
    let docs = endpoint.errors.iter().map(|error| {
        let (code, meaning) = (error.code, docs::prose(error.meaning.trim_end_matches('.')));
        let source = docs::error_source(error);
        doc(&format!("`{code}`: {meaning}{source}. {}", docs::prose(&error.advice)))
    });
    let listed = endpoint.errors.iter().all(|error| error.source.is_none());
    let (enum_doc, other_doc) = if listed {
        (
            doc("The error codes that the page documents."),
            doc("A code that the page does not list."),
        )
    } else {
        (doc("The error codes that are known of the call."), doc("Any other code."))
    };
    let (from, into) = if names.is_empty() {
        (
            quote!(Self::Other(code)),
            quote!({
                let ErrorCode::Other(code) = code;
                code
            }),
        )
    } else {
        (
            quote!(match code {
                #(#codes => Self::#names,)*
                other => Self::Other(other),
            }),
            quote!(match code {
                #(ErrorCode::#names => #codes,)*
                ErrorCode::Other(other) => other,
            }),
        )
    };
    quote! {
        #enum_doc
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorCode {
            #(#docs #names,)*
            #other_doc
            Other(i64),
        }

        impl From<i64> for ErrorCode {
            fn from(code: i64) -> Self {
                #from
            }
        }

        impl From<ErrorCode> for i64 {
            fn from(code: ErrorCode) -> Self {
                #into
            }
        }
    }
}

/// The rows of an endpoint's table of errors.
pub(super) fn table(endpoint: &Endpoint) -> TokenStream {
    let rows = endpoint.errors.iter().map(|error| {
        let (code, meaning, advice, retry) =
            (number(error.code), &error.meaning, &error.advice, error.retry);
        quote!(DocumentedError { code: #code, meaning: #meaning, advice: #advice, retry: #retry })
    });
    quote!(#(#rows),*)
}

/// The codes that any endpoint can answer.
pub(super) fn global(model: &Model) -> TokenStream {
    let module_doc = module_doc("The codes that any endpoint can answer.");
    let rows = model.global_errors.iter().map(|error| {
        let (code, meaning, advice, retry) =
            (number(error.code), &error.meaning, &error.advice, error.retry);
        let sub_code = super::option(error.sub_code.as_ref());
        let kind = ident(kind(error.class));
        quote! {
            GlobalError {
                code: #code,
                sub_code: #sub_code,
                kind: ErrorKind::#kind,
                meaning: #meaning,
                advice: #advice,
                retry: #retry,
            }
        }
    });
    let lines = model.global_errors.iter().map(|error| {
        let code = match &error.sub_code {
            Some(sub_code) => format!("`{}` with `sub_code` `\"{sub_code}\"`", error.code),
            None => format!("`{}`", error.code),
        };
        let kind = kind(error.class);
        format!(
            "| {code} | [`{kind}`](ErrorKind::{kind}) | {} | {} |",
            docs::cell(&error.meaning),
            docs::cell(&error.advice)
        )
    });
    let head = "The codes that any endpoint can answer, plain or wrapped in `errcode` 88.\n\n\
                | code | kind | meaning | what to do |\n|---|---|---|---|";
    let doc = doc(&std::iter::once(head.to_owned()).chain(lines).collect::<Vec<_>>().join("\n"));
    quote! {
        #module_doc

        use crate::{ErrorKind, GlobalError};

        #doc
        pub static GLOBAL_ERRORS: &[GlobalError] = &[#(#rows),*];
    }
}

fn kind(class: ErrorClass) -> &'static str {
    match class {
        ErrorClass::TokenRejected => "TokenRejected",
        ErrorClass::TokenMissing => "TokenMissing",
        ErrorClass::PermissionMissing => "PermissionMissing",
        ErrorClass::CallerNotAllowed => "CallerNotAllowed",
        ErrorClass::Throttled => "Throttled",
        ErrorClass::QuotaExhausted => "QuotaExhausted",
        ErrorClass::GatewayTimeout => "GatewayTimeout",
        ErrorClass::UnknownPath => "UnknownPath",
    }
}
