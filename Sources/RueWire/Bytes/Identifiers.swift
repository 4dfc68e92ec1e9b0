/// The RFC 9679 SHA-256 thumbprint of an Ed25519 key (`kid`).
public typealias KeyID = Bytes32
/// The SHA-256 of a message's Sig_structure (`id`). It does not cover the signature.
public typealias MessageID = Bytes32
/// The SHA-256 of a TLS key's DER SubjectPublicKeyInfo (`pin`).
public typealias Pin = Bytes32
/// A kernel's boot id, as `/proc/sys/kernel/random/boot_id` gives it (`boot`).
public typealias BootID = Bytes16
