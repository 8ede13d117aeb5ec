//! The format of the specification as data: every table, every key, once.
//!
//! The reader finds unknown, missing and ill-typed keys with it, and
//! `tests/spec_format.rs` holds `spec/README.md` against it.

use crate::read::schema::{Key, Kind, Table};

/// The roots: one table per kind of file.
pub const FILES: [&Table; 3] = [&API, &ERRORS, &ENDPOINT];

pub static API: Table = Table {
    name: "api.toml",
    keys: &[
        required("hosts", Kind::Named(&HOST), "The sites that serve the API."),
        optional("credential", Kind::Table(&CREDENTIAL), "The parameter that authorises calls."),
        required("envelope", Kind::Tables(&ENVELOPE), "The fields around every answer."),
        optional("ids", Kind::Named(&ID), "The types of identifiers."),
        required("services", Kind::Named(&SERVICE), "The folders beside this file."),
    ],
};

pub static HOST: Table = Table {
    name: "[hosts.NAME]",
    keys: &[
        required("url", Kind::Text, "Scheme and host, without a path."),
        required("doc", Kind::Text, "What the site is."),
    ],
};

pub static CREDENTIAL: Table = Table {
    name: "[credential]",
    keys: &[
        required("name", Kind::Text, "Wire name of the parameter."),
        required("in", Kind::Choice(&["query", "form"]), "Where the transport puts it."),
        required("doc", Kind::Text, "What it is."),
    ],
};

pub static ENVELOPE: Table = Table {
    name: "[[envelope]]",
    keys: &[
        required("name", Kind::Text, "Wire name of the field."),
        required("type", Kind::Type, "`Number` or `String`."),
        required("doc", Kind::Text, "What the field tells."),
    ],
};

pub static ID: Table = Table {
    name: "[ids.NAME]",
    keys: &[
        required("type", Kind::Type, "`Number` or `String`."),
        required("doc", Kind::Text, "What it identifies."),
    ],
};

pub static SERVICE: Table = Table {
    name: "[services.NAME]",
    keys: &[required("doc", Kind::Text, "What the service's endpoints are about.")],
};

pub static ERRORS: Table = Table {
    name: "errors.toml",
    keys: &[required("errors", Kind::Tables(&GLOBAL_ERROR), "The codes.")],
};

pub static GLOBAL_ERROR: Table = Table {
    name: "[[errors]] of errors.toml",
    keys: &[
        required("code", Kind::Integer, "The value of `errcode`."),
        optional("sub_code", Kind::AnyText, "The entry is for this `sub_code` only."),
        required("class", CLASS, "What clients decide by."),
        required("meaning", Kind::Text, "What the code says, in our words."),
        required("advice", Kind::Text, "What to do about it."),
        required(
            "retry",
            Kind::Boolean,
            "Whether to repeat the same call, unchanged, after a wait.",
        ),
        required("source", Kind::Choice(&["page", "vendor", "probe", "peer"]), "How we know."),
    ],
};

pub static ENDPOINT: Table = Table {
    name: "SERVICE/METHOD.toml",
    keys: &[
        required("summary", Kind::Text, "One sentence on what the call does."),
        required("path", Kind::Text, "Path of the URL, from the first `/`."),
        required("method", Kind::Choice(&["GET", "POST"]), "HTTP method."),
        required("hosts", Kind::Texts, "Names of the hosts that serve it."),
        optional("content_type", Kind::Text, "Content type of the body."),
        optional(
            "app_types",
            Kind::Choices(&["internal", "third-party", "third-party-personal"]),
            "The kinds of apps that may call it.",
        ),
        optional("preconditions", Kind::Texts, "What has to hold before the call."),
        optional("notes", Kind::Texts, "What else a caller should know."),
        required(
            "page",
            Kind::Table(&PAGE),
            "Where every fact of the file comes from; no endpoint goes without its source.",
        ),
        optional("permissions", Kind::Tables(&PERMISSION), "What the app has to be granted."),
        required("repeat", Kind::Table(&REPEAT), "Whether the call may be repeated."),
        optional("parameters", Kind::Tables(&PARAMETER), "What the call sends."),
        optional("together", Kind::Tables(&TOGETHER), "Parameters that need each other."),
        optional("paging", Kind::Table(&PAGING), "How its list is read page by page."),
        optional("bulk", Kind::Table(&BULK), "How a call of any size becomes several."),
        required("response", Kind::Tables(&RESPONSE), "The fields of the answer."),
        optional("types", Kind::Named(&OBJECT), "The objects of request and answer."),
        optional("errors", Kind::Tables(&ERROR), "The codes of this endpoint."),
        required("examples", Kind::Table(&EXAMPLES), "The page's own examples."),
        optional("departures", Kind::Tables(&DEPARTURE), "Where file and page differ, and why."),
    ],
};

pub static PAGE: Table = Table {
    name: "[page]",
    keys: &[
        required("url", Kind::Text, "Link to the page."),
        optional("language", Kind::Choice(&["en", "zh"]), "Language of the page."),
        optional("read", Kind::Date, "The day on which someone read it, as 2026-01-31."),
        optional("source", ELSEWHERE, "Where the facts come from if nobody has read it."),
    ],
};

pub static PERMISSION: Table = Table {
    name: "[[permissions]]",
    keys: &[
        required("name", Kind::Text, "The permission's code."),
        required("doc", Kind::Text, "What it allows."),
    ],
};

pub static REPEAT: Table = Table {
    name: "[repeat]",
    keys: &[
        required("safe", Kind::Boolean, "Whether a second, equal call changes nothing more."),
        required("reason", Kind::Text, "Why."),
        optional("done_code", Kind::Integer, "The code that says that the work is done already."),
    ],
};

pub static PARAMETER: Table = Table {
    name: "[[parameters]]",
    keys: &[
        required("name", Kind::Text, "Wire name, letter by letter."),
        required("in", PLACE, "Where the call sends it."),
        required("type", Kind::Type, "A scalar; in JSON also a list or an object."),
        optional("separator", Kind::Text, "Joins the items of a list within a `String`."),
        optional("items", Kind::Type, "Type of the items of a joined list."),
        optional("encoding", Kind::Choice(&["json"]), "A text that holds the value as JSON."),
        optional("id", Kind::Text, "The id type that it carries."),
        optional("secret", Kind::Boolean, "Whether nothing may show it."),
        required("required", Kind::Boolean, "Whether every call has to send it."),
        optional("default", Kind::Literal, "What the service takes if it is not sent."),
        optional("min", Kind::Integer, "Least number allowed."),
        optional("max", Kind::Integer, "Greatest number allowed."),
        optional("max_items", Kind::Integer, "Greatest number of items of a list."),
        optional("max_chars", Kind::Integer, "Greatest number of characters of a string."),
        optional("values", Kind::Literals, "The values that the page lists."),
        optional("example", Kind::Text, "The page's example value."),
        optional("rust", Kind::Text, "Name of the Rust field."),
        required("doc", Kind::Text, "What it is."),
    ],
};

pub static TOGETHER: Table = Table {
    name: "[[together]]",
    keys: &[
        required("name", Kind::Text, "Name of the Rust field that holds the group."),
        required("type", Kind::Text, "Name of the Rust type of the group."),
        required("members", Kind::Texts, "Wire names of the parameters."),
        required("doc", Kind::Text, "What the group is."),
    ],
};

pub static PAGING: Table = Table {
    name: "[paging]",
    keys: &[
        required("offset", Kind::Text, "The parameter that says how many items to skip."),
        required("size", Kind::Text, "The parameter that says how many items to answer."),
        required("items", Kind::Text, "The field that holds the list."),
        required("more", Kind::Text, "The field that says whether another page follows."),
    ],
};

pub static BULK: Table = Table {
    name: "[bulk]",
    keys: &[required("split", Kind::Texts, "The two lists that are split.")],
};

pub static RESPONSE: Table = Table {
    name: "[[response]]",
    keys: &[
        NAME,
        FIELD_TYPE,
        FIELD_ID,
        FIELD_SECRET,
        FIELD_OPTIONAL,
        VALUES,
        EXAMPLE,
        FIELD_RUST,
        FIELD_DOC,
    ],
};

pub static OBJECT: Table = Table {
    name: "[types.NAME]",
    keys: &[
        optional("rust", Kind::Text, "Name of the Rust type."),
        required("doc", Kind::Text, "What the object is."),
        required("fields", Kind::Tables(&FIELD), "The fields of the object."),
    ],
};

pub static FIELD: Table = Table {
    name: "[[types.NAME.fields]]",
    keys: &[
        NAME,
        FIELD_TYPE,
        FIELD_ID,
        FIELD_SECRET,
        FIELD_OPTIONAL,
        optional("required", Kind::Boolean, "Whether every value sent has it."),
        optional("default", Kind::Literal, "What the service takes if it is not sent."),
        optional("min", Kind::Integer, "Least number allowed to be sent."),
        optional("max", Kind::Integer, "Greatest number allowed to be sent."),
        optional("max_items", Kind::Integer, "Greatest number of items to be sent."),
        optional("max_chars", Kind::Integer, "Greatest number of characters to be sent."),
        VALUES,
        EXAMPLE,
        FIELD_RUST,
        FIELD_DOC,
    ],
};

pub static ERROR: Table = Table {
    name: "[[errors]]",
    keys: &[
        required("code", Kind::Integer, "The value of `errcode`."),
        optional("message", Kind::Text, "The message, as printed on the page."),
        optional("meaning", Kind::Text, "The message in English, where the page's is not."),
        required("advice", Kind::Text, "What to do about it."),
        required("retry", Kind::Boolean, "Whether the page says to try again."),
        optional("source", ELSEWHERE, "How we know of a code that the page does not list."),
        optional("rust", Kind::Text, "Name of the Rust variant."),
    ],
};

pub static EXAMPLES: Table = Table {
    name: "[examples]",
    keys: &[
        required("request", Kind::AnyText, "The data of the page's sample: pairs or JSON."),
        required("response", Kind::Text, "The page's answer, as JSON."),
    ],
};

pub static DEPARTURE: Table = Table {
    name: "[[departures]]",
    keys: &[
        required("subject", Kind::Text, "What the two disagree on."),
        required("page", Kind::AnyText, "What the page prints."),
        required("spec", Kind::AnyText, "What this file says."),
        required("reason", Kind::Text, "Why."),
    ],
};

const NAME: Key = required("name", Kind::Text, "Wire name, letter by letter.");
const FIELD_TYPE: Key =
    required("type", Kind::Type, "A scalar or a type of the file, with `[]` if a list.");
const FIELD_ID: Key = optional("id", Kind::Text, "The id type that it carries.");
const FIELD_SECRET: Key = optional("secret", Kind::Boolean, "Whether nothing may show it.");
const FIELD_OPTIONAL: Key =
    optional("optional", Kind::Boolean, "Whether an answer without the field is normal.");
const VALUES: Key = optional("values", Kind::Literals, "The values that the page lists.");
const EXAMPLE: Key = optional("example", Kind::Text, "The page's example value.");
const FIELD_RUST: Key = optional("rust", Kind::Text, "Name of the Rust field.");
const FIELD_DOC: Key = optional("doc", Kind::Text, "What it is.");

/// How we know what an endpoint's own page does not say.
const ELSEWHERE: Kind = Kind::Choice(&["vendor", "probe", "peer"]);

const PLACE: Kind = Kind::Choice(&["query", "form", "body"]);

const CLASS: Kind = Kind::Choice(&[
    "token-rejected",
    "token-missing",
    "permission-missing",
    "caller-not-allowed",
    "throttled",
    "quota-exhausted",
    "gateway-timeout",
    "unknown-path",
]);

const fn required(name: &'static str, kind: Kind, meaning: &'static str) -> Key {
    Key { name, kind, required: true, meaning }
}

const fn optional(name: &'static str, kind: Kind, meaning: &'static str) -> Key {
    Key { name, kind, required: false, meaning }
}
