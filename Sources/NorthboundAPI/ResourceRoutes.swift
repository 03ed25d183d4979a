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
        guard let name = HTTPField.Name("Idempotency-Key"), let text = request.headers[name] else {
            let made = try await made(bytes, caller, request, wait)
            return .resource(made.json, revision: made.revision, status: .created)
        }
        guard (1...APILimits.idempotencyKeyLength).contains(text.utf8.count) else {
            throw Problem(
                .badRequest, "malformed-idempotency-key",
                "an Idempotency-Key has 1 to \(APILimits.idempotencyKeyLength) bytes",
                remedy: "send a UUID, new for every resource that you want made")
        }
        let key = IdempotencyCache.Key(
            project: caller.principal.project, path: Endpoint.kind.collection, key: text)
        switch await service.idempotency.claim(key, body: bytes) {
        case .answered(let answer):
            return .resource(try JSONValue(parsing: answer.body), revision: answer.revision, status: .created)
        case .underWay:
            throw Problem(
                .conflict, "idempotency-key-in-use", "the first request with this Idempotency-Key is not answered yet",
                remedy: "send it again in a moment")
        case .otherBody:
            throw Problem(
                .unprocessableContent, "idempotency-key-reused",
                "this Idempotency-Key came with another body before",
                remedy: "send a new key for a new resource, or the same body again")
        case .claimed: break
        }
        do {
            let made = try await made(bytes, caller, request, wait)
            await service.idempotency.complete(
                key, IdempotencyCache.Answer(body: made.json.bytes, revision: made.revision))
            return .resource(made.json, revision: made.revision, status: .created)
        } catch {
            await service.idempotency.abandon(key)
            throw error
        }
    }

    private func made(
        _ bytes: [UInt8], _ caller: Caller, _ request: Request, _ wait: Duration?
    ) async throws -> (json: JSONValue, revision: Revision) {
        let members = try service.members(bytes)
        var reader = BodyReader(members, readOnly: Endpoint.commonMembers.union(Endpoint.derivedMembers))
        let command = Endpoint.create(&reader, id: .random())
        try reader.close()
        guard let command else { throw Problem(faults: []) }
        let committed = try await submit(command, caller.principal)
        let encapIP = members["encap_ip"]?.string.flatMap { IPAddress($0) }
        return try await presented(committed, wait, request, encapIP: encapIP)
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
