import Hummingbird
import NetworkTypes
import VirtualNetwork

/// What goes along with a request on its way through the router.
struct APIContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Set by `Authentication` for everything under `/v1`.
    var caller: Caller?

    init(source: ApplicationRequestContextSource) { coreContext = CoreRequestContextStorage(source: source) }

    func authenticated() throws(Problem) -> Caller {
        guard let caller else { throw .unauthorized }
        return caller
    }
}

/// Who asks, and for which project.
struct Caller: Hashable {
    let principal: Principal
    /// An operator without `Naru-Project`: sees the resources of every project.
    let seesEveryProject: Bool

    var isAdmin: Bool { principal.role == .admin }

    func sees(_ project: ProjectID) -> Bool { seesEveryProject || project == principal.project }

    /// Whom a change of `resource` is made as: an operator who sees every project acts for its owner.
    func owning(_ resource: Resource) -> Principal {
        seesEveryProject ? Principal(project: resource.metadata.project, role: principal.role) : principal
    }

    func requireAdmin(_ what: String) throws(Problem) {
        guard isAdmin else {
            throw Problem(
                .forbidden, "operators-only", "\(what) belong to the operators of the cloud",
                remedy: "use a token with the role admin")
        }
    }
}

extension Problem {
    static var unauthorized: Problem {
        Problem(
            .unauthorized, "unauthorized", "the request has no bearer token, or one that is not known here",
            remedy: "send the header Authorization: Bearer TOKEN")
    }

    static func notFound(_ kind: ResourceKind, _ id: String) -> Problem {
        Problem(
            .notFound, "not-found", "there is no \(kind.word) \(id)",
            remedy: "list those that there are with GET /v1/\(kind.collection)")
    }
}
