import Foundation

/// The package as it lies on the disk, found from this file.
struct PackageTree {
    let root: URL

    init(filePath: String = #filePath) {
        root = URL(fileURLWithPath: filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    }

    /// Names right below the root.
    func topLevel() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: root.path).sorted() }

    /// Files below a folder, relative to the root; build folders and the history are no part of the tree.
    func files(below folder: String) throws -> [String] {
        var found: [String] = []
        for name in try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent(folder).path)
            .sorted()
        {
            if [".git", ".swiftpm", "Package.resolved"].contains(name) || name.hasPrefix(".build") { continue }
            let path = folder.isEmpty ? name : "\(folder)/\(name)"
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: root.appendingPathComponent(path).path, isDirectory: &isFolder)
            else { continue }
            if isFolder.boolValue { found += try files(below: path) } else { found.append(path) }
        }
        return found
    }

    /// Nil for what is no UTF-8.
    func text(_ path: String) -> String? { try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8) }

    func swiftFiles(below folder: String) throws -> [SourceText] {
        try files(below: folder).filter { $0.hasSuffix(".swift") }.compactMap { path in
            text(path).map { SourceText(path: path, text: $0) }
        }
    }
}

/// What Package.swift declares of each target.
struct DeclaredTargets {
    struct Declaration {
        let kind: String
        /// Modules that the target may import: its own targets, and the modules of outside products.
        let imports: Set<String>
    }

    /// By the folder's name.
    let targets: [String: Declaration]

    init(packageText: String) {
        var products: [String: String] = [:]
        for match in packageText.matches(of: /let (\w+) = product\("([^"]+)"/) {
            products[String(match.1)] = String(match.2)
        }
        var targets: [String: Declaration] = [:]
        for match in packageText.matches(of: /(?m)^ +(pure|edge|program|tests|fuzzer)\(\s*"([^"]+)"([^)]*)\)/) {
            var imports = Set(match.3.matches(of: /"([^"]+)"/).map { String($0.1) })
            for word in match.3.matches(of: /[A-Za-z]\w*/) {
                if let module = products[String(word.0)] { imports.insert(module) }
            }
            let name = match.1 == "tests" ? "\(match.2)Tests" : String(match.2)
            targets[name] = Declaration(kind: String(match.1), imports: imports)
        }
        self.targets = targets
    }
}
