//! Walking through a list page by page.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::{ident, rust};
use crate::model::{Base, Endpoint, ItemKey, Paging, PagingStyle, Path, Scalar, Step, Type};

/// Makes the implementations of the protocol crate's traits, where the spec describes pages.
pub(super) fn implementation(endpoint: &Endpoint) -> Option<TokenStream> {
    let paging = endpoint.paging.as_ref()?;
    let item = rust(&paging.item.item);
    let (first, own_position, at) = (first(paging), own_position(paging), at(paging));
    let max_size = paging.max_size.as_ref().map(|constant| {
        let constant = ident(constant);
        quote!(const MAX_PAGE_SIZE: Option<i64> = Some(#constant);)
    });
    let size = paging.size.as_ref().map(size);
    let more = paging.more.as_ref().map(|more| {
        let more = place(&quote!(response), &more.steps);
        quote! {
            fn has_more(response: &Response) -> Option<bool> {
                Some(#more)
            }
        }
    });
    let next = (paging.style == PagingStyle::Cursor).then(|| next(paging));
    let total = paging.total.as_ref().map(|total| {
        let total = found(&quote!(response), &total.steps, &total.ty, None);
        quote! {
            fn total(response: &Response) -> Option<i64> {
                #total
            }
        }
    });
    let items = place(&quote!(response), &paging.items.steps);
    let key = key(&paging.key);
    let by_offset = (paging.style == PagingStyle::Offset).then(|| {
        quote!(
            impl PagedByOffset for Request {}
        )
    });
    let sized = paging.size.as_ref().map(|_| {
        quote!(
            impl PageSized for Request {}
        )
    });
    Some(quote! {
        impl Paged for Request {
            type Item = #item;

            #max_size

            fn first() -> Position {
                #first
            }

            fn position(&self) -> Option<Position> {
                #own_position
            }

            #at
            #size
            #more
            #next
            #total

            fn items(response: &Response) -> &[#item] {
                &#items
            }

            fn into_items(response: Response) -> Vec<#item> {
                #items
            }

            fn key(item: &#item) -> impl Hash {
                #key
            }
        }

        #by_offset
        #sized
    })
}

/// Makes the imports that the implementations need.
pub(super) fn uses(endpoint: &Endpoint) -> Option<TokenStream> {
    let paging = endpoint.paging.as_ref()?;
    let cursor = (paging.style == PagingStyle::Cursor).then(|| quote!(Cursor,));
    let by_offset = (paging.style == PagingStyle::Offset).then(|| quote!(PagedByOffset,));
    let sized = paging.size.as_ref().map(|_| quote!(PageSized,));
    let paging = match (sized, by_offset) {
        (None, None) => quote!(Paged),
        (sized, by_offset) => quote!({#sized Paged, #by_offset}),
    };
    let position = match cursor {
        None => quote!(Position),
        Some(cursor) => quote!({#cursor Position}),
    };
    Some(quote! {
        use crate::paging::#paging;
        use crate::position::#position;
    })
}

/// Returns what makes a position of a parameter's value, step by step.
fn constructors(paging: &Paging) -> Vec<TokenStream> {
    match (paging.style, &paging.position.ty.base) {
        (PagingStyle::Offset, _) => vec![quote!(Position::Offset)],
        (PagingStyle::Page, _) => vec![quote!(Position::Page)],
        (PagingStyle::Cursor, Base::Number) => {
            vec![quote!(Cursor::Number), quote!(Position::Cursor)]
        }
        (PagingStyle::Cursor, _) => vec![quote!(Cursor::Text), quote!(Position::Cursor)],
    }
}

/// Makes the expression, or the pattern, of a position.
fn position(paging: &Paging, value: TokenStream) -> TokenStream {
    constructors(paging).iter().fold(value, |value, of| quote!(#of(#value)))
}

fn first(paging: &Paging) -> TokenStream {
    let value = match &paging.first {
        _ if paging.style == PagingStyle::Offset => quote!(0),
        Some(Scalar::Number(number)) => crate::emit::number(*number),
        Some(Scalar::String(text)) => quote!(#text.to_owned()),
        _ => return quote!(Position::Start),
    };
    position(paging, value)
}

/// Makes the expression for the position that the request says.
fn own_position(paging: &Paging) -> TokenStream {
    let value = place(&quote!(self), &paging.position.steps);
    let value = if paging.position.ty.is_copy() { value } else { quote!(#value.clone()) };
    if paging.position.is_required() {
        let position = position(paging, value);
        quote!(Some(#position))
    } else {
        constructors(paging).iter().fold(value, |value, of| quote!(#value.map(#of)))
    }
}

/// Makes the method that moves the request to a position.
fn at(paging: &Paging) -> TokenStream {
    let place = place(&quote!(self), &paging.position.steps);
    let wanted = position(paging, quote!(value));
    let value = if paging.position.ty.is_copy() { quote!(*value) } else { quote!(value.clone()) };
    let body = if paging.style == PagingStyle::Cursor && paging.first.is_none() {
        quote! {
            #place = match position {
                Position::Start => None,
                #wanted => Some(#value),
                _ => return None,
            };
        }
    } else {
        let value = if paging.position.is_required() { value } else { quote!(Some(#value)) };
        quote! {
            let #wanted = position else { return None };
            #place = #value;
        }
    };
    quote! {
        fn at(mut self, position: &Position) -> Option<Self> {
            #body
            Some(self)
        }
    }
}

/// Makes the methods that read and set the size of the pages.
fn size(size: &Path) -> TokenStream {
    let place = place(&quote!(self), &size.steps);
    let (own, value) = if size.is_required() {
        (quote!(Some(#place)), quote!(size))
    } else {
        (place.clone(), quote!(Some(size)))
    };
    quote! {
        fn page_size(&self) -> Option<i64> {
            #own
        }

        fn sized(mut self, size: i64) -> Self {
            #place = #value;
            self
        }
    }
}

/// Makes the function that finds the cursor of the next page.
fn next(paging: &Paging) -> TokenStream {
    let next = if let Some(next) = &paging.next {
        found(&quote!(response), &next.steps, &next.ty, Some(&quote!(Cursor::from)))
    } else {
        let items = place(&quote!(response), &paging.items.steps);
        let (key, ty) = match &paging.key {
            ItemKey::Item | ItemKey::Shown => (quote!(item), &paging.item),
            ItemKey::Field { name, ty } => {
                let name = ident(name);
                (quote!(item.#name), ty)
            }
        };
        let key = match ty.base {
            Base::Id { numeric: true } => quote!(#key.get()),
            Base::Number if paging.key == ItemKey::Item => quote!(*#key),
            Base::Number => key,
            _ => quote!(#key.as_str()),
        };
        quote!(#items.last().map(|item| Cursor::from(#key)))
    };
    quote! {
        fn next(response: &Response) -> Option<Cursor> {
            #next
        }
    }
}

fn key(key: &ItemKey) -> TokenStream {
    match key {
        ItemKey::Item => quote!(item),
        ItemKey::Shown => quote!(format!("{item:?}")),
        ItemKey::Field { name, .. } => {
            let name = ident(name);
            quote!(&item.#name)
        }
    }
}

/// Makes the expression for a field in required objects.
fn place(of: &TokenStream, steps: &[Step]) -> TokenStream {
    steps.iter().fold(of.clone(), |of, step| {
        let name = ident(&step.name);
        quote!(#of.#name)
    })
}

/// Makes the expression for an `Option` of a field, where it and the objects around it may be absent.
fn found(
    of: &TokenStream,
    steps: &[Step],
    ty: &Type,
    convert: Option<&TokenStream>,
) -> TokenStream {
    let Some((step, rest)) = steps.split_first() else { return of.clone() };
    let place = place(of, std::slice::from_ref(step));
    match (rest, step.required) {
        ([], true) => {
            let value = if ty.is_copy() { place } else { quote!(#place.as_str()) };
            let value = convert.map_or(value.clone(), |convert| quote!(#convert(#value)));
            quote!(Some(#value))
        }
        ([], false) => {
            let value = if ty.is_copy() { place } else { quote!(#place.as_deref()) };
            convert.map_or(value.clone(), |convert| quote!(#value.map(#convert)))
        }
        (rest, true) => found(&place, rest, ty, convert),
        (rest, false) => {
            let inner = found(&quote!(it), rest, ty, convert);
            quote!(#place.as_ref().and_then(|it| #inner))
        }
    }
}
