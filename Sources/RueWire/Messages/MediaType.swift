/// The media types that travel over HTTP.
public enum MediaType {
    /// One message.
    public static let message = "application/cose; cose-type=\"cose-sign1\""
    /// A sequence of messages (RFC 8742).
    public static let sequence = "application/cbor-seq"
    /// A ``Problem`` (RFC 9290).
    public static let problem = "application/concise-problem-details+cbor"
}
