//! Effect on callers of a change of each key of the spec's format.
//!
//! Names, types and limits are judged by their generated Rust. The rules here cover all the rest, and changes
//! that leave the Rust as it is.

use crate::compare::change::{Kind, Verdict};
use xtask_spec::spec::LimitKind;

/// Verdict and consequence of a changed key, or of an added or removed table, apart from changes in the
/// generated Rust.
pub(crate) type Rule = (Verdict, &'static str);

/// Returns the rule for a key of a table. Most keys have the same rule in every table. `None` for a key that
/// is not yet judged.
pub(crate) fn key(table: &str, key: &str, kind: Kind) -> Option<Rule> {
    Some(match (table, key) {
        (
            "[defaults]",
            "method" | "hosts" | "content_type" | "app_types" | "credential" | "envelope",
        ) => IN_ENDPOINTS,
        ("[hosts.NAME]", "url") => HOST,
        ("[credential]", "name" | "in") => CREDENTIAL,
        ("[envelope.NAME]", "type") => ENVELOPE,
        ("[errors.NAME]", "code" | "sub_code") => {
            breaks("errors with this code lose their kind: callers that match on it must change")
        }
        (_, "retry") => compatible("`Error::retry_advised` and the client's repetitions follow"),
        ("[errors.NAME]" | "[errors.CODE]", "class") => {
            breaks("`Error::kind` returns another kind: code that decides on it must follow")
        }
        ("SERVICE/METHOD.toml", "credential") => compatible("the crates send the token, or none"),
        ("SERVICE/METHOD.toml", "permissions") => {
            compatible("`ENDPOINT.permissions` follows: tell callers what their apps need")
        }
        ("SERVICE/METHOD.toml", "list") => breaks(
            "`missing_list_is_empty` fills in the other list, answers without this one are refused",
        ),
        ("[response.NAME]", "required") if kind == Kind::Added => {
            breaks("answers without it are refused")
        }
        ("[response.NAME]", "required") => compatible("answers without it are read as well"),
        ("[repeat]", "safe") => {
            compatible("the client's repetitions of calls without an answer follow")
        }
        ("[repeat]", "done_code") if kind == Kind::Added => {
            compatible("a repeated call that gets the code is a success")
        }
        ("[repeat]", "done_code") => {
            breaks("a repeated call that gets the code has another outcome")
        }
        ("[together.NAME]", "members") => {
            compatible("only the order of its fields changes, not their names")
        }
        ("[either.NAME]", "object") => REFUSED_WITHOUT,
        ("[either.NAME]", "members" | "need") => compatible("in another order"),
        ("[span.NAME]", "object" | "from" | "to") => {
            breaks("requests whose dates lie too far apart are refused")
        }
        (
            "[paging]",
            "offset" | "cursor" | "page" | "first" | "size" | "items" | "more" | "next" | "total"
            | "key",
        ) => compatible("the walk through the pages goes by other names"),
        ("[bulk]", "split") => compatible("the calls are split by other lists"),
        ("[signature]", "timestamp" | "value" | "over") => {
            compatible("it is signed in another way, and callers need not know")
        }
        ("[upload]", "kind") => compatible("files of other kinds are checked"),
        ("[upload.kinds.NAME]", "max_bytes") => {
            compatible("other files are refused before they are sent")
        }
        ("[enums.NAME.values.VARIANT]", "value") => {
            breaks("the name stands for another value on the wire")
        }
        ("[errors.NAME]", "meaning")
        | (
            _,
            "summary" | "preconditions" | "notes" | "undecided" | "doc" | "url" | "language"
            | "changed" | "read" | "source" | "pages" | "message_zh" | "advice" | "reason" | "page"
            | "spec",
        ) => TEXT,
        (_, "path" | "method" | "content_type" | "in" | "separator" | "items" | "encoding") => WIRE,
        (
            _,
            "hosts" | "app_types" | "envelope" | "type" | "id" | "secret" | "required" | "absent"
            | "default" | "limits" | "values" | "enum" | "example" | "rust" | "max_days"
            | "message" | "meaning" | "request" | "response" | "made",
        ) => NOTHING,
        (_, limit) if LimitKind::of_key(limit).is_some() => NOTHING,
        _ => return None,
    })
}

/// Returns the rule for a table that only one side has; `None` for one that is not yet judged.
pub(crate) fn table(table: &str, kind: Kind) -> Option<Rule> {
    let (added, removed) = match table {
        "[defaults]" | "[repeat]" => (IN_ENDPOINTS, IN_ENDPOINTS),
        "[hosts.NAME]" => (HOST, HOST),
        "[credential]" => (CREDENTIAL, CREDENTIAL),
        "[envelope.NAME]" => (ENVELOPE, ENVELOPE),
        "[ids.NAME]" | "[enums.NAME]" => {
            (compatible("a type that is new"), breaks("the type vanishes"))
        }
        "[services.NAME]" => (SERVICE, SERVICE),
        "[errors.NAME]" => (
            compatible("errors with the code get a kind of their own"),
            breaks("errors with this code lose their kind: callers that match on it must change"),
        ),
        "[permissions.NAME]" => (PERMISSION, PERMISSION),
        "[[pages]]" => (TEXT, TEXT),
        "[parameters.NAME]" | "[response.NAME]" | "[types.NAME.fields.FIELD]" => (NOTHING, NOTHING),
        "[together.NAME]" => (
            compatible("a struct for parameters that are set together"),
            breaks("its members become fields of their own"),
        ),
        "[span.NAME]" => (
            breaks("requests whose dates lie too far apart are refused"),
            breaks("the constant of the days goes"),
        ),
        "[errors.CODE]" => {
            (compatible("a new constant of the code"), breaks("the constant of the code goes"))
        }
        "[either.NAME]" => {
            (REFUSED_WITHOUT, compatible("requests without the parameters are sent"))
        }
        "[paging]" => (
            compatible("`Paged`: all pages can be walked through"),
            breaks("`Paged` vanishes: nothing walks through the pages"),
        ),
        "[bulk]" => (
            compatible("`Pairs`: the client takes lists of any length"),
            breaks("`Pairs` vanishes, and the client's method for lists of any length"),
        ),
        "[signature]" => (
            compatible("`Signed`: the request can be signed"),
            breaks("`Signed` vanishes: nothing signs the request"),
        ),
        "[upload]" => (
            compatible("files are checked before they are sent"),
            breaks("the constants of the sizes go"),
        ),
        "[upload.kinds.NAME]" => (
            compatible("files of the kind are checked before they are sent"),
            breaks("the constant of the size goes"),
        ),
        "[enums.NAME.values.VARIANT]" => {
            (compatible("a value gets a name"), breaks("the name of the value vanishes"))
        }
        "[departures.SUBJECT]" => (
            documentation("the file departs from its page"),
            documentation("file and page agree again"),
        ),
        _ => return None,
    };
    Some(if kind == Kind::Added { added } else { removed })
}

const PERMISSION: Rule = documentation("what the permission allows");
const IN_ENDPOINTS: Rule = documentation("see the endpoints that follow");
const TEXT: Rule = documentation("only texts change");
const NOTHING: Rule = documentation("nothing in the generated code follows");
const WIRE: Rule = compatible("it travels in another way, and callers need not know");
const REFUSED_WITHOUT: Rule =
    breaks("requests without the parameters are refused before they are sent");
const HOST: Rule = documentation("the constants of `Host` are written by hand: follow there");
const CREDENTIAL: Rule =
    breaks("hand-written code puts the token into calls: it has to follow, and so have callers");
const ENVELOPE: Rule =
    documentation("hand-written code reads the envelope: follow there, and see the endpoints");
const SERVICE: Rule = documentation("the module comes and goes with its endpoints");

const fn documentation(consequence: &'static str) -> Rule {
    (Verdict::DocumentationOnly, consequence)
}

const fn compatible(consequence: &'static str) -> Rule {
    (Verdict::Compatible, consequence)
}

const fn breaks(consequence: &'static str) -> Rule {
    (Verdict::BreaksCallers, consequence)
}
