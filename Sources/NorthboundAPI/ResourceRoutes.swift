import ControllerCore
import HTTPTypes
import Hummingbird
import JSONText
import NetworkTypes
import VirtualNetwork

/// List, create, read, update and delete of one kind.
struct ResourceRoutes<Endpoint: ResourceEndpoint>: Sendable {
    let service: APIService

    func add(to group: RouterGroup<APIContext>) {
        let path = Endpoint.kind.collection
        group.get("\(path)") { try list($0, $1) }
        group.post("\(path)") { try await create($0, $1) }
        group.get("\(path)/:id") { try read($0, $1) }
        group.patch("\(path)/:id") { try await update($0, $1) }
        group.delete("\(path)/:id") { try await delete($0, $1) }
    }

    // MARK: Reading

    private func list(_ request: Request, _ context: APIContext) throws -> Response {
        let caller = try authorized(context)
        var query = try RequestQuery(request)
        let limit = try query.take("limit", in: 1...APILimits.pageMaximum) ?? APILimits.pageDefault
        let after = try query.take("cursor").map { text throws(Problem) in try Self.key(ofCursor: text) } ?? 0
        let snapshot = service.access.snapshot
        let filters = try filters(&query)
        // One more than a page tells whether there is a next one.
        var page = snapshot.network.list(Endpoint.kind, afterKey: after, limit: limit + 1) { resource in
            isVisible(resource, to: caller) && filters.allSatisfy { $0(resource, snapshot) }
        }
        var cursor = JSONValue.null
        if page.count > limit {
            page.removeLast()
            if let last = page.last?.metadata.id, let key = snapshot.network.key(of: Endpoint.kind, last) {
                cursor = .string(hexadecimal(key))
            }
        }
        let view = view(snapshot, request)
        return .json(.object(["items": .array(page.map { Endpoint.json($0, view) }), "next_cursor": cursor]))
    }

    private func read(_ request: Request, _ context: APIContext) throws -> Response {
        let caller = try authorized(context)
        let query = try RequestQuery(request)
        try query.close(known: [])
        let snapshot = service.access.snapshot
        let resource = try find(context, caller, snapshot)
        return .resource(
            Endpoint.json(resource, view(snapshot, request)), revision: resource.metadata.revision)
    }

    /// A cursor is the dense key of the last item given, so that it holds after that item's removal.
    private static func key(ofCursor text: String) throws(Problem) -> UInt32 {
        guard let key = UInt32(text, radix: 16) else {
            throw Problem(
                .badRequest, "malformed-cursor", "the cursor \(text) is not one that a list gave", field: "cursor",
                remedy: "send the next_cursor of the page before, or none for the first page")
        }
        return key
    }

    private func filters(_ query: inout RequestQuery) throws(Problem) -> [ResourceFilter] {
        var filters: [ResourceFilter] = []
        if let name = query.take("name") { filters.append { resource, _ in resource.metadata.name == name } }
        if let project = query.take("project_id") {
            filters.append { resource, _ in resource.metadata.project.name == project }
        }
        for name in Endpoint.filters {
            guard let value = query.take(name) else { continue }
            guard let filter = Endpoint.filter(name, value) else {
                throw Problem(
                    .badRequest, "malformed-filter", "\(name)=\(value) is nothing that a \(name) can be", field: name,
                    remedy: "give the value as a \(Endpoint.kind.word) shows it")
            }
            filters.append(filter)
        }
        try query.close(known: ["limit", "cursor", "name", "project_id"] + Endpoint.filters)
        return filters
    }

    // MARK: Writing

    private func create(_ request: Request, _ context: APIContext) async throws -> Response {
        let caller = try authorized(context)
        var query = try RequestQuery(request)
        let wait = try query.takeWait()
        try query.close(known: ["wait", "timeout"])
        let bytes = try await service.body(of: request)
        let made: Made
        if let key = try Self.idempotencyKey(request, caller) {
            if let answer = try await claim(key, bytes) { return answer }
            do {
                made = try await make(bytes, caller, request)
            } catch {
                await service.idempotency.abandon(key)
                throw error
            }
            // Before the wait: who gives up waiting and sends again gets this answer.
            await service.idempotency.complete(
                key, IdempotencyCache.Answer(body: made.json.bytes, revision: made.committed.revision))
        } else {
            made = try await make(bytes, caller, request)
        }
        guard let wait else { return Self.created(made.json, made.committed.revision) }
        let waited = try await presented(made.committed, wait, request, encapIP: made.encapIP)
        return Self.created(waited.json, waited.revision)
    }

    private static func idempotencyKey(
        _ request: Request, _ caller: Caller
    ) throws(Problem) -> IdempotencyCache.Key? {
        guard let name = HTTPField.Name("Idempotency-Key"), let text = request.headers[name] else { return nil }
        guard (1...APILimits.idempotencyKeyLength).contains(text.utf8.count) else {
            throw Problem(
                .badRequest, "malformed-idempotency-key",
                "an Idempotency-Key has 1 to \(APILimits.idempotencyKeyLength) bytes",
                remedy: "send a UUID, new for every resource that you want made")
        }
        return IdempotencyCache.Key(project: caller.principal.project, path: Endpoint.kind.collection, key: text)
    }

    /// The answer that the key already has; nil when the resource is to be made now.
    private func claim(_ key: IdempotencyCache.Key, _ bytes: [UInt8]) async throws -> Response? {
        switch await service.idempotency.claim(key, body: bytes) {
        case .claimed: return nil
        case .answered(let answer):
            return Self.created(try JSONValue(parsing: answer.body), answer.revision)
        case .underWay:
            throw Problem(
                .conflict, "idempotency-key-in-use", "the first request with this Idempotency-Key is not answered yet",
                remedy: "send it again in a moment")
        case .otherBody:
            throw Problem(
                .unprocessableContent, "idempotency-key-reused",
                "this Idempotency-Key came with another body before",
                remedy: "send a new key for a new resource, or the same body again")
        }
    }

    private static func created(_ json: JSONValue, _ revision: Revision) -> Response {
        var response = Response.resource(json, revision: revision, status: .created)
        response.headers[.location] = "/v1/\(Endpoint.kind.collection)/\(json["id"]?.string ?? "")"
        return response
    }

    private struct Made {
        let committed: Committed
        let json: JSONValue
        let encapIP: IPAddress?
    }

    private func make(_ bytes: [UInt8], _ caller: Caller, _ request: Request) async throws -> Made {
        let members = try service.members(bytes)
        var reader = BodyReader(members, readOnly: Endpoint.commonMembers.union(Endpoint.derivedMembers))
        let command = Endpoint.create(&reader, id: .random())
        try reader.close()
        guard let command else { throw Problem(faults: []) }
        let committed = try await submit(command, caller.principal)
        let encapIP = members["encap_ip"]?.string.flatMap { IPAddress($0) }
        let answer = try await presented(committed, nil, request, encapIP: encapIP)
        return Made(committed: committed, json: answer.json, encapIP: encapIP)
    }

    private func update(_ request: Request, _ context: APIContext) async throws -> Response {
        let caller = try authorized(context)
        var query = try RequestQuery(request)
        let wait = try query.takeWait()
        try query.close(known: ["wait", "timeout"])
        let ifMatch = try service.ifMatch(request.headers)
        let resource = try find(context, caller, service.access.snapshot)
        let id = resource.metadata.id
        let members = try service.members(try await service.body(of: request))
        let readOnly = Endpoint.commonMembers.union(Endpoint.derivedMembers).union(Endpoint.fixedMembers)
        var reader = BodyReader(members, readOnly: readOnly)
        let command = Endpoint.update(&reader, id: id, ifMatch: ifMatch)
        try reader.close()
        let committed = try await submit(command, caller.owning(resource))
        let answer = try await presented(committed, wait, request)
        return .resource(answer.json, revision: answer.revision)
    }

    private func delete(_ request: Request, _ context: APIContext) async throws -> Response {
        let caller = try authorized(context)
        var query = try RequestQuery(request)
        let wait = try query.takeWait()
        try query.close(known: ["wait", "timeout"])
        let ifMatch = try service.ifMatch(request.headers)
        let resource = try find(context, caller, service.access.snapshot)
        let command = Command.delete(Endpoint.kind, resource.metadata.id, ifMatch: ifMatch)
        let committed = try await submit(command, caller.owning(resource))
        guard let wait else { return Response(status: .noContent) }
        let applied = await service.access.waitUntilApplied(committed.revision, timeout: wait)
        return .json(.object(["applied": applied.json]))
    }

    private func submit(_ command: Command, _ principal: Principal) async throws(Problem) -> Committed {
        switch await service.access.submit(command, by: principal) {
        case .success(let committed): return committed
        case .failure(let refusal): throw Problem(refusal)
        }
    }

    private func presented(
        _ committed: Committed, _ wait: Duration?, _ request: Request, encapIP: IPAddress? = nil
    ) async throws(Problem) -> (json: JSONValue, revision: Revision) {
        var applied: AppliedStatus?
        if let wait { applied = await service.access.waitUntilApplied(committed.revision, timeout: wait) }
        let snapshot = service.access.snapshot
        guard let resource = snapshot.network.resource(Endpoint.kind, committed.id) else {
            throw .notFound(Endpoint.kind, Endpoint.kind.show(committed.id))
        }
        let view = view(snapshot, request, encapIP: encapIP)
        return (Endpoint.json(resource, view, applied: applied), resource.metadata.revision)
    }

    // MARK: Who may see what

    private func authorized(_ context: APIContext) throws(Problem) -> Caller {
        let caller = try context.authenticated()
        if Endpoint.kind == .node { try caller.requireAdmin("nodes") }
        return caller
    }

    /// Nodes belong to the operators whatever project one acts for.
    private func isVisible(_ resource: Resource, to caller: Caller) -> Bool {
        Endpoint.kind == .node || caller.sees(resource.metadata.project)
    }

    /// The resource that the path names. One of another project is not there.
    private func find(
        _ context: APIContext, _ caller: Caller, _ snapshot: ControllerSnapshot
    ) throws(Problem) -> Resource {
        let text = context.parameters.get("id") ?? ""
        guard let id = Endpoint.kind.parse(text), let resource = snapshot.network.resource(Endpoint.kind, id),
            isVisible(resource, to: caller)
        else { throw .notFound(Endpoint.kind, text) }
        return resource
    }

    private func view(
        _ snapshot: ControllerSnapshot, _ request: Request, encapIP: IPAddress? = nil
    ) -> ResourceView {
        ResourceView(snapshot: snapshot, ovsdbTarget: service.ovsdbTarget(request), encapIP: encapIP)
    }
}
