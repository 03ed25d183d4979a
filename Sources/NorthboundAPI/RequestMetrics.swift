import Synchronization

/// Counts of requests and their durations, as Prometheus reads them (text format 0.0.4).
final class RequestMetrics: Sendable {
    /// Upper bounds in seconds.
    private static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60]
    /// Methods told apart by name; any other counts as "other", since a caller may invent them.
    private static let methods: Set<String> = ["GET", "POST", "PATCH", "DELETE", "PUT", "HEAD", "OPTIONS"]

    private struct Request: Hashable {
        let method: String
        let route: String
        let status: Int
    }

    private struct Histogram {
        var buckets = [Int](repeating: 0, count: RequestMetrics.bounds.count)
        var sum = 0.0
        var count = 0
    }

    private struct Counters {
        var requests: [Request: Int] = [:]
        var durations: [String: Histogram] = [:]
    }

    private let counters = Mutex(Counters())

    /// `route` is the router's template, never the path itself: its values are few.
    func record(method: String, route: String, status: Int, seconds: Double) {
        let method = Self.methods.contains(method) ? method : "other"
        counters.withLock { counters in
            counters.requests[Request(method: method, route: route, status: status), default: 0] += 1
            var histogram = counters.durations[route] ?? Histogram()
            if let bucket = Self.bounds.firstIndex(where: { seconds <= $0 }) { histogram.buckets[bucket] += 1 }
            histogram.sum += seconds
            histogram.count += 1
            counters.durations[route] = histogram
        }
    }

    var text: String {
        let (requests, durations) = counters.withLock { ($0.requests, $0.durations) }
        var lines = [
            "# HELP naru_api_requests_total Requests answered by the northbound API.",
            "# TYPE naru_api_requests_total counter",
        ]
        lines += requests.map { request, count in
            let labels = "method=\"\(request.method)\",route=\"\(request.route)\",status=\"\(request.status)\""
            return "naru_api_requests_total{\(labels)} \(count)"
        }.sorted()
        lines += [
            "# HELP naru_api_request_duration_seconds Time from a request's head to its answer, waits included.",
            "# TYPE naru_api_request_duration_seconds histogram",
        ]
        for (route, histogram) in durations.sorted(by: { $0.key < $1.key }) {
            let name = "naru_api_request_duration_seconds"
            var cumulative = 0
            for (bound, count) in zip(Self.bounds, histogram.buckets) {
                cumulative += count
                lines.append("\(name)_bucket{route=\"\(route)\",le=\"\(bound)\"} \(cumulative)")
            }
            lines.append("\(name)_bucket{route=\"\(route)\",le=\"+Inf\"} \(histogram.count)")
            lines.append("\(name)_sum{route=\"\(route)\"} \(histogram.sum)")
            lines.append("\(name)_count{route=\"\(route)\"} \(histogram.count)")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
