//! Error codes: those of an endpoint's page, and those that any endpoint can answer.

use proc_macro2::TokenStream;
use quote::quote;

use super::{doc, docs, ident, module_doc, number};
use crate::model::{Endpoint, ErrorClass, Model};

/// The enum of an endpoint's error codes.
pub(super) fn endpoint(endpoint: &Endpoint) -> TokenStream {
    let rows = endpoint.errors.iter().map(|error| {
        let (code, meaning) = (error.code, docs::prose(error.meaning.trim_end_matches('.')));
        let source = docs::error_source(error);
        let doc = doc(&format!("`{code}`: {meaning}{source}. {}", docs::prose(&error.advice)));
        let (variant, code) = (ident(&error.variant), number(error.code));
        let (meaning, advice, retry) = (&error.meaning, &error.advice, retry(error.retry));
        quote!(#doc #variant = #code, #meaning, #advice #retry;)
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
    quote! {
        crate::macros::error_codes! {
            #enum_doc
            pub enum ErrorCode;
            #other_doc
            Other(i64);
            #(#rows)*
        }
    }
}

/// The codes that any endpoint can answer.
pub(super) fn global(model: &Model) -> TokenStream {
    let module_doc = module_doc("The codes that any endpoint can answer.");
    let rows = model.global_errors.iter().map(|error| {
        let (code, kind) = (number(error.code), ident(kind(error.class)));
        let (meaning, advice, retry) = (&error.meaning, &error.advice, retry(error.retry));
        let sub_code = error.sub_code.iter();
        quote!(#code #(with #sub_code)* = #kind, #meaning, #advice #retry;)
    });
    let lines = model.global_errors.iter().map(|error| {
        let code = match &error.sub_code {
            Some(sub_code) => format!("`{}` with `sub_code` `\"{sub_code}\"`", error.code),
            None => format!("`{}`", error.code),
        };
        let kind = kind(error.class);
        format!(
            "| {code} | [`{kind}`](crate::ErrorKind::{kind}) | {} | {} |",
            docs::cell(&error.meaning),
            docs::cell(&error.advice)
        )
    });
    let head = "The codes that any endpoint can answer, plain or wrapped in `errcode` 88.\n\n\
                | code | kind | meaning | what to do |\n|---|---|---|---|";
    let doc = doc(&std::iter::once(head.to_owned()).chain(lines).collect::<Vec<_>>().join("\n"));
    quote! {
        #module_doc

        crate::macros::global_errors! {
            #doc
            pub static GLOBAL_ERRORS;
            #(#rows)*
        }
    }
}

/// The end of a row whose page says to try again.
fn retry(retry: bool) -> Option<TokenStream> {
    retry.then(|| quote!(, retry))
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
        ErrorClass::CredentialsRejected => "CredentialsRejected",
        ErrorClass::UnknownPath => "UnknownPath",
    }
}
