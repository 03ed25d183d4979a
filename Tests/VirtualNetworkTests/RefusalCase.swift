import NetworkTypes
import Testing
import VirtualNetwork

/// One command that can't be had, and what the one who sent it is told.
struct RefusalCase {
    let command: Command
    let code: String
    let classification: Refusal.Class
    let field: String?
    let detail: String
    var principal = Dialogue.red

    init(
        _ command: Command, _ code: String, _ classification: Refusal.Class, _ field: String?, _ detail: String,
        by principal: Principal = Dialogue.red
    ) {
        self.command = command
        self.code = code
        self.classification = classification
        self.field = field
        self.detail = detail
        self.principal = principal
    }
}

/// Sends each command to the same state.
func check(_ cases: [RefusalCase], in talk: Dialogue) throws {
    for one in cases {
        let refusal = try #require(talk.refusal(of: one.command, by: one.principal), "\(one.code) was granted")
        #expect(refusal.code == one.code)
        #expect(refusal.classification == one.classification, "\(one.code)")
        #expect(refusal.field == one.field, "\(one.code)")
        #expect(refusal.detail.contains(one.detail), "\(one.code): \(refusal.detail)")
        #expect(!refusal.remedy.isEmpty)
    }
}
