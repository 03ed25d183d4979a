import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import ServiceLifecycle

/// The northbound API over HTTP/1.1.
public struct NorthboundServer: Service {
    private let configuration: Configuration
    private let service: APIService
    private let logger: Logger
    private let onBound: @Sendable (Int) async -> Void

    public struct Configuration: Hashable, Sendable {
        /// The address to listen on.
        public var host: String
        /// 0 takes any free port; `onBound` tells which.
        public var port: Int
        /// The host that nodes are told to dial; nil for the one that an operator's request was sent to.
        public var advertisedHost: String?
        /// The port that nodes are told to dial.
        public var ovsdbPort: Int

        public init(
            host: String = "127.0.0.1", port: Int = 8080, advertisedHost: String? = nil, ovsdbPort: Int = 6640
        ) {
            self.host = host
            self.port = port
            self.advertisedHost = advertisedHost
            self.ovsdbPort = ovsdbPort
        }
    }

    /// `onBound` is called once with the port as soon as connections are taken.
    public init(
        access: any ControllerAccess, tokens: TokenTable, configuration: Configuration, logger: Logger,
        onBound: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.logger = logger
        self.onBound = onBound
        service = APIService(
            access: access, tokens: tokens, metrics: RequestMetrics(), idempotency: IdempotencyCache(),
            advertisedHost: configuration.advertisedHost, ovsdbPort: configuration.ovsdbPort)
    }

    /// Serves until the service is shut down gracefully, or its task cancelled. Throws when it can't listen.
    public func run() async throws {
        let onBound = onBound
        let application = Application(
            router: router,
            server: .http1(configuration: .init(idleTimeout: .seconds(APILimits.idleConnectionSeconds))),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port), serverName: "naru",
                availableConnectionsDelegate: MaximumAvailableConnections(APILimits.connections, logger: logger)),
            onServerRunning: { channel in await onBound(channel.localAddress?.port ?? 0) },
            logger: logger)
        try await application.run()
    }

    private var router: Router<APIContext> {
        let router = Router(context: APIContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: ProblemResponses(metrics: service.metrics))
        HealthRoutes(service: service).add(to: router)
        let group = router.group("v1").add(middleware: Authentication(tokens: service.tokens))
        ResourceRoutes<VPCEndpoint>(service: service).add(to: group)
        ResourceRoutes<NetworkEndpoint>(service: service).add(to: group)
        ResourceRoutes<SubnetEndpoint>(service: service).add(to: group)
        ResourceRoutes<PortEndpoint>(service: service).add(to: group)
        ResourceRoutes<NodeEndpoint>(service: service).add(to: group)
        ResourceRoutes<SecurityGroupEndpoint>(service: service).add(to: group)
        ResourceRoutes<SecurityGroupRuleEndpoint>(service: service).add(to: group)
        ResourceRoutes<PrefixListEndpoint>(service: service).add(to: group)
        ResourceRoutes<RouteTableEndpoint>(service: service).add(to: group)
        StatusRoutes(service: service).add(to: group)
        DropRoutes(service: service).add(to: group)
        FlowRoutes(service: service).add(to: group)
        TopologyRoutes(service: service).add(to: group)
        return router
    }
}
