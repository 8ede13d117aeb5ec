//! Settings from the environment.

use std::env;

use dingtalk_protocol::{AccessToken, Error, Host};

use super::ClientBuilder;
use super::invalid::invalid;

impl ClientBuilder {
    /// Returns the settings from environment variables.
    ///
    /// | variable | setting |
    /// |---|---|
    /// | `DINGTALK_APP_KEY` and `DINGTALK_APP_SECRET` | [`app`](Self::app) |
    /// | `DINGTALK_ACCESS_TOKEN` | [`token`](Self::token), if there is no app |
    /// | `DINGTALK_HOST` | [`host`](Self::host): `mainland` (the default), `international` or a URL |
    ///
    /// A variable that is empty counts as one that is not set. Settings after this call replace those
    /// of the environment.
    ///
    /// # Errors
    ///
    /// [`InvalidConfiguration`](crate::ErrorKind::InvalidConfiguration) if there is neither app nor
    /// token, if only one of key and secret is set, or if a variable cannot be used. The error names the
    /// variable, but not its value.
    ///
    /// # Example
    ///
    /// ```no_run
    /// use dingtalk_client::ClientBuilder;
    ///
    /// let client = ClientBuilder::from_env()?.build()?;
    /// # Ok::<(), dingtalk_client::Error>(())
    /// ```
    pub fn from_env() -> Result<Self, Error> {
        from_variables(|name| match env::var(name) {
            Ok(value) => Ok(Some(value)),
            Err(env::VarError::NotPresent) => Ok(None),
            Err(env::VarError::NotUnicode(_)) => Err(invalid(format!("{name} is not Unicode"))),
        })
    }
}

fn from_variables(
    read: impl Fn(&str) -> Result<Option<String>, Error>,
) -> Result<ClientBuilder, Error> {
    let read = |name| Ok::<_, Error>(read(name)?.filter(|value| !value.is_empty()));
    let mut builder = ClientBuilder::default();
    if let Some(host) = read("DINGTALK_HOST")? {
        builder = builder.host(read_host(&host)?);
    }
    let app = (read("DINGTALK_APP_KEY")?, read("DINGTALK_APP_SECRET")?);
    match (app, read("DINGTALK_ACCESS_TOKEN")?) {
        ((Some(key), Some(secret)), _) => Ok(builder.app(key, secret)),
        ((None, None), Some(token)) => Ok(builder.token(AccessToken::new(token))),
        ((Some(_), None), _) => {
            Err(invalid("DINGTALK_APP_SECRET is not set: set it beside DINGTALK_APP_KEY"))
        }
        ((None, Some(_)), _) => {
            Err(invalid("DINGTALK_APP_KEY is not set: set it beside DINGTALK_APP_SECRET"))
        }
        ((None, None), None) => Err(invalid(
            "set DINGTALK_APP_KEY and DINGTALK_APP_SECRET to key and secret of your app, or \
             DINGTALK_ACCESS_TOKEN to a token",
        )),
    }
}

fn read_host(text: &str) -> Result<Host, Error> {
    text.parse().map_err(|_| {
        invalid("DINGTALK_HOST is no host: give mainland, international or https://name:port")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(variables: &[(&str, &str)]) -> Result<String, String> {
        let read = |name: &str| {
            let value = variables.iter().find(|(set, _)| *set == name);
            Ok(value.map(|(_, value)| (*value).to_owned()))
        };
        let client = from_variables(read).and_then(ClientBuilder::build);
        client.map(|client| client.host().to_string()).map_err(|error| error.to_string())
    }

    const APP: [(&str, &str); 2] = [("DINGTALK_APP_KEY", "k"), ("DINGTALK_APP_SECRET", "5ecret")];
    const TOKEN: (&str, &str) = ("DINGTALK_ACCESS_TOKEN", "t0ken");

    #[test]
    fn an_app_or_a_token_and_a_host_come_from_the_environment() {
        assert_eq!(build(&APP).unwrap(), "https://oapi.dingtalk.com");
        assert_eq!(build(&[TOKEN]).unwrap(), "https://oapi.dingtalk.com");
        for (host, url) in [
            ("mainland", "https://oapi.dingtalk.com"),
            ("international", "https://oapi.dingtalk.io"),
            ("http://127.0.0.1:8900", "http://127.0.0.1:8900"),
            ("", "https://oapi.dingtalk.com"),
        ] {
            assert_eq!(build(&[TOKEN, ("DINGTALK_HOST", host)]).unwrap(), url);
        }
    }

    #[test]
    fn what_is_missing_or_cannot_be_used_is_named() {
        let empty = ("DINGTALK_ACCESS_TOKEN", "");
        for (variables, name) in [
            (&[][..], "DINGTALK_APP_KEY"),
            (&[empty], "DINGTALK_ACCESS_TOKEN"),
            (&APP[..1], "DINGTALK_APP_SECRET"),
            (&APP[1..], "DINGTALK_APP_KEY"),
            (&[TOKEN, APP[0]], "DINGTALK_APP_SECRET"),
            (&[TOKEN, ("DINGTALK_HOST", "oapi.t0ken.com")], "DINGTALK_HOST"),
            (&[("DINGTALK_ACCESS_TOKEN", "t0ken\n")], "access token"),
        ] {
            let error = build(variables).unwrap_err();
            assert!(error.contains(name), "{error}");
            assert!(!error.contains("t0ken") && !error.contains("5ecret"), "{error}");
        }
    }
}
