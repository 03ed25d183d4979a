/// Why a DHCPv6 message has no answer (RFC 8415 §16).
public enum DHCPv6Ignored: Hashable, Sendable {
    /// The packet has no address that an answer could go to.
    case noSource
    /// A server's message.
    case fromServer
    /// It names another server, or none where it has to.
    case otherServer
    /// It names a server where it is to ask them all.
    case unexpectedServer
    case noClientIdentifier
    /// It asks for settings and has an association all the same.
    case unexpectedAssociation
    /// It does not say which addresses are to be confirmed.
    case noAddress
}
