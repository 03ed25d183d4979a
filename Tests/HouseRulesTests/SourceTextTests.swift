import Testing

/// The rules rest on reading Swift roughly right.
@Suite struct SourceTextTests {
    @Test func comments_and_literals_are_blanked() {
        let table: [(text: String, code: String)] = [
            ("a // b\nc", "a     \nc"), ("a /* b /* c */ d */ e", "a                   e"), ("f(\"x\")", "f(   )"),
            ("\"a\\\"b\" c", "       c"), ("#\"a\"b\"# c", "        c"), ("\"\\(g(\"y\"))\" z", "            z"),
            ("\"\"\"\na \"b\"\n\"\"\" c", "   \n     \n    c"), ("1 / 2", "1 / 2"),
        ]
        for (text, code) in table { #expect(SourceText(path: "Sources/A/a.swift", text: text).code == code, "\(text)") }
    }

    @Test func functions_are_measured() {
        let file = SourceText(
            path: "Sources/A/a.swift",
            text: """
                protocol P {
                    func required(_ f: () -> Void)
                    init(_ x: Int)
                }
                struct S {
                    init?(_ x: Int) { return nil }
                    func one(_ f: () -> Void = { }) throws -> [Int] { [] }
                    static func == (a: S, b: S) -> Bool {
                        a.init(1)
                        let s = "}"
                    }
                    private func long(
                        _ a: Int
                    ) -> Int
                    where Int: P {
                        if a > 1 { return 1 }
                        return 2
                    }
                }
                """)
        #expect(file.functions.map(\.name) == ["init?", "one", "==", "long"])
        #expect(file.functions.map(\.line) == [6, 7, 8, 12])
        #expect(file.functions.map(\.lines) == [1, 1, 4, 7])
    }

    @Test func imports_are_found() {
        let text =
            "public import A\n@testable import B\nimport struct C.D\n// import E\n@preconcurrency public import F"
        let file = SourceText(path: "Sources/A/a.swift", text: text)
        #expect(file.imports.map(\.module) == ["A", "B", "C", "F"])
        #expect(file.imports.map(\.line) == [1, 2, 3, 5])
    }

    @Test func declarations_are_read() {
        let text = """
            let grdb = product("GRDB", "GRDB.swift")
                    pure("A"),
                    pure(
                        "B", ["A", "C"]),
                    edge("D", ["A"], [grdb]),
                    tests("A", []),
            """
        let targets = DeclaredTargets(packageText: text).targets
        #expect(targets.mapValues(\.imports) == ["A": [], "B": ["A", "C"], "D": ["A", "GRDB"], "ATests": []])
        #expect(targets.mapValues(\.kind) == ["A": "pure", "B": "pure", "D": "edge", "ATests": "tests"])
    }
}
