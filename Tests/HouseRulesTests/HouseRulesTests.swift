import Foundation
import Testing

/// What holds of the whole tree. Each failure lists the places.
@Suite struct HouseRulesTests {
    private static let tree = PackageTree()
    private static let sourceFiles = Result { try tree.swiftFiles(below: "Sources") }
    private static let testFiles = Result { try tree.swiftFiles(below: "Tests") }
    /// Modules that come with the toolchain, for what is not pure.
    private static let systemModules: Set<String> = [
        "Darwin", "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Synchronization",
    ]

    private func sources() throws -> [SourceText] {
        let files = try Self.sourceFiles.get()
        #expect(files.count > 100, "the tree was not found at \(Self.tree.root.path)")
        return files
    }

    private func all() throws -> [SourceText] { try sources() + Self.testFiles.get() }

    private func declared() throws -> [String: DeclaredTargets.Declaration] {
        DeclaredTargets(packageText: try #require(Self.tree.text("Package.swift"))).targets
    }

    private func places(of pattern: String, in files: [SourceText], inText: Bool = false) throws -> [String] {
        let pattern = try NSRegularExpression(pattern: pattern)
        return files.flatMap { $0.places(of: pattern, inText: inText) }
    }

    private func expectNone(_ places: [String], _ rule: String) {
        #expect(places.isEmpty, "\(rule):\n\(places.joined(separator: "\n"))")
    }

    @Test func files_have_at_most_500_lines() throws {
        let counts = try sources().map { ($0.path, $0.lineCount) }
        expectNone(counts.filter { $0.1 > 500 }.map { "\($0.0): \($0.1) lines" }, "files of more than 500 lines")
        for (path, count) in counts where count > 400 { print("\(path) has \(count) lines; about 400 is enough") }
    }

    @Test func functions_have_at_most_70_lines() throws {
        let files = try sources()
        #expect(files.reduce(0) { $0 + $1.functions.count } > 500, "functions are not found")
        let long = files.flatMap { file in
            file.functions.filter { $0.lines > 70 }.map { "\(file.path):\($0.line): \($0.name) has \($0.lines) lines" }
        }
        expectNone(long, "functions of more than 70 lines")
    }

    @Test func nothing_traps_and_nothing_is_put_off() throws {
        let files = try all()
        for pattern in [#"\bfatalError\("#, #"\btry!"#, #"\bas!"#, #"\bunsafeBitCast\("#] {
            expectNone(try places(of: pattern, in: files), "code that traps")
        }
        // In two parts, or these lines would be found themselves.
        for word in ["TO" + "DO", "FIX" + "ME", "XX" + "X", "Awaiting its " + "first"] {
            expectNone(try places(of: "\\b\(word)\\b", in: files, inText: true), "work that was put off")
        }
    }

    @Test func names_say_what_a_thing_is() throws {
        let empty: Set<String> = [
            "Util", "Utils", "Utility", "Utilities", "Helper", "Helpers", "Manager", "Base", "Common", "Misc",
        ]
        func isEmpty(_ name: String) -> Bool {
            !empty.isDisjoint(with: name.matches(of: /[A-Z]+(?![a-z])|[A-Z][a-z0-9]*/).map { String($0.0) })
        }
        #expect(isEmpty("NodeManager") && isEmpty("BaseNode") && !isEmpty("DatabaseDialogue"))
        let files = try all()
        expectNone(files.map(\.path).filter { isEmpty($0) }, "file names that say nothing")
        let types = try places(of: #"\b(struct|class|enum|actor|protocol|typealias|extension) +\w+"#, in: files)
        #expect(types.count > 200)
        expectNone(
            types.filter { isEmpty($0.split(separator: " ").last.map(String.init) ?? "") }, "names that say nothing")
    }

    @Test func every_target_is_a_folder_and_every_folder_a_target() throws {
        let targets = try declared()
        var expected = Set<String>()
        for (name, declaration) in targets {
            expected.insert("\(declaration.kind == "tests" ? "Tests" : "Sources")/\(name)")
        }
        let found = Set(try all().map { $0.path.split(separator: "/").prefix(2).joined(separator: "/") })
        expectNone(found.symmetricDifference(expected).sorted(), "folders without a target, or targets without a file")
    }

    /// Pure targets import nothing else: no Foundation, no Glibc, no lock, no clock of the system.
    @Test func imports_are_declared() throws {
        let targets = try declared()
        var undeclared: [String] = []
        for file in try all() {
            guard let target = targets[file.target] else { continue }
            var allowed = target.imports
            if target.kind != "pure" { allowed.formUnion(Self.systemModules) }
            if target.kind == "tests" { allowed.insert("Testing") }
            for (module, line) in file.imports where !allowed.contains(module) {
                undeclared.append("\(file.path):\(line): import \(module)")
            }
        }
        expectNone(undeclared, "imports that Package.swift does not declare")
    }

    @Test func pure_targets_depend_on_pure_targets() throws {
        let targets = try declared()
        let pure = targets.filter { $0.value.kind == "pure" }
        #expect(pure.count >= 10)
        let impure = pure.flatMap { name, declaration in
            declaration.imports.filter { targets[$0]?.kind != "pure" }.map { "\(name) → \($0)" }
        }
        expectNone(impure.sorted(), "pure targets that depend on others")
    }

    /// The standard library has clocks, tasks and lots too.
    @Test func pure_targets_know_no_time_no_chance_and_no_task() throws {
        let targets = try declared()
        let files = try sources().filter { targets[$0.target]?.kind == "pure" }
        let patterns = [
            #"\bTask\s*[{.<(]"#, #"\bawait\b"#, #"\b(Continuous|Suspending)Clock\b"#,
            #"\bSystemRandomNumberGenerator\b"#,
            #"\.(shuffled|shuffle|randomElement)\(\)"#, #"\.random\((?!.*using:)"#, #"\bnonisolated\(unsafe\)"#,
            #"@unchecked\b"#, #"\breadLine\("#,
        ]
        for pattern in patterns { expectNone(try places(of: pattern, in: files), "effects in pure targets") }
    }

    @Test func the_top_of_the_tree_is_tidy() throws {
        // SwiftPM writes Package.resolved; it is not tracked.
        let allowed: Set<String> = [
            "Package.swift", "Package.resolved", "Sources", "Tests", "topologies", "tools", "README.md",
            "ARCHITECTURE.md", "CHANGELOG.md", "LICENSE",
        ]
        expectNone(
            try Self.tree.topLevel().filter { !$0.hasPrefix(".") && !allowed.contains($0) }, "strangers at the top")
    }

    @Test func no_text_tells_of_the_machine_that_it_was_written_on() throws {
        // In two parts, or these lines would be found themselves.
        let pattern = "(?<![A-Za-z0-9_.])(/wo" + "rk/|/tmp/ba" + "sh)"
        let paths = try Self.tree.files(below: "")
        #expect(paths.count > 200)
        let files = paths.compactMap { path in Self.tree.text(path).map { SourceText(path: path, text: $0) } }
        let places = try places(of: pattern, in: files, inText: true)
        expectNone(places, "paths of a machine")
    }
}
