//! The settings of TLS.

use std::sync::Arc;

use rustls::crypto::CryptoProvider;
use ureq::tls::{Certificate, ClientCert, PemItem, PrivateKey, RootCerts, TlsConfig, parse_pem};

const NO_PROVIDER: &str = "TLS has no provider of cryptography: turn on the feature `ring` or `aws-lc-rs`, or \
                           install one as rustls's default before the client is built";

/// The certificates that a client trusts, and the one it presents.
#[derive(Default)]
pub(crate) struct TlsSettings {
    /// Root certificates as PEM, beside the bundled ones.
    pub(crate) roots: Vec<u8>,
    /// Whether the platform verifies certificates.
    #[cfg(feature = "platform-verifier")]
    pub(crate) platform_verifier: bool,
    /// The client's certificate with its issuers, and its key, both as PEM.
    pub(crate) client: Option<(Vec<u8>, Vec<u8>)>,
}

impl TlsSettings {
    /// Returns the settings for ureq.
    ///
    /// # Errors
    ///
    /// A description of the setting that cannot be used, without its content.
    pub(crate) fn config(&self) -> Result<TlsConfig, &'static str> {
        // Without a provider, ureq would panic at the first connection.
        let provider = provider().ok_or(NO_PROVIDER)?;
        let mut config = TlsConfig::builder()
            .unversioned_rustls_crypto_provider(provider)
            .root_certs(self.trusted()?);
        if let Some((chain, key)) = &self.client {
            let chain = certificates(chain)
                .ok_or("client_certificate holds no certificate that can be read: give PEM")?;
            let key = PrivateKey::from_pem(key)
                .map_err(|_| "client_certificate has no key that can be read: give PEM")?;
            config = config.client_cert(Some(ClientCert::new_with_certs(&chain, key)));
        }
        Ok(config.build())
    }

    fn trusted(&self) -> Result<RootCerts, &'static str> {
        #[cfg(feature = "platform-verifier")]
        if self.platform_verifier {
            if !self.roots.is_empty() {
                return Err("root_certificates cannot be used with platform_verifier: let the \
                            platform trust them");
            }
            return Ok(RootCerts::PlatformVerifier);
        }
        let bundled = webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter();
        let mut roots: Vec<_> =
            bundled.map(|root| Certificate::from_der(root).to_owned()).collect();
        if !self.roots.is_empty() {
            roots.extend(
                certificates(&self.roots)
                    .ok_or("root_certificates holds no certificate that can be read: give PEM")?,
            );
        }
        Ok(RootCerts::new_with_certs(&roots))
    }
}

/// Returns the provider that the program has installed, or the one of our features.
fn provider() -> Option<Arc<CryptoProvider>> {
    let ours = || {
        #[cfg(feature = "aws-lc-rs")]
        return Some(Arc::new(rustls::crypto::aws_lc_rs::default_provider()));
        #[cfg(all(feature = "ring", not(feature = "aws-lc-rs")))]
        return Some(Arc::new(rustls::crypto::ring::default_provider()));
        #[cfg(not(any(feature = "ring", feature = "aws-lc-rs")))]
        None
    };
    CryptoProvider::get_default().cloned().or_else(ours)
}

/// Installs the provider of our features as rustls's default, unless the program has installed one: the
/// Redis client uses the default, and panics if the features of rustls do not determine one.
///
/// # Errors
///
/// If there is no provider.
#[cfg(feature = "redis-tls")]
pub(crate) fn install_provider() -> Result<(), &'static str> {
    if CryptoProvider::get_default().is_none() {
        let provider = provider().ok_or(NO_PROVIDER)?;
        // This fails if another thread has installed a provider meanwhile, which serves as well.
        let _ = CryptoProvider::install_default(Arc::unwrap_or_clone(provider));
    }
    Ok(())
}

/// Returns the certificates of a PEM text; `None` if there are none, or one cannot be read.
fn certificates(pem: &[u8]) -> Option<Vec<Certificate<'static>>> {
    let mut certificates = Vec::new();
    for item in parse_pem(pem) {
        if let PemItem::Certificate(certificate) = item.ok()? {
            certificates.push(certificate);
        }
    }
    Some(certificates).filter(|certificates| !certificates.is_empty())
}
