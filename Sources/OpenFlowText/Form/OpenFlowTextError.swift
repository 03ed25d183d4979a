/// Why a JSON text is no OpenFlow message, told to the one who wrote it.
public struct OpenFlowTextError: Error, Hashable, Sendable {
    /// Where in the text, as in `$.instructions[0].apply_actions`; `$` is the whole.
    public let path: String
    /// What is wrong there.
    public let problem: String
    /// What to write instead.
    public let remedy: String

    public init(path: String, problem: String, remedy: String) {
        self.path = path
        self.problem = problem
        self.remedy = remedy
    }
}

extension OpenFlowTextError: CustomStringConvertible {
    public var description: String { "\(path): \(problem); \(remedy)" }
}
