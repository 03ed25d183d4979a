import Foundation
import NorthboundAPI
import VirtualNetwork
import Yams

/// The file of bearer tokens; see `narud --help` for its form.
enum TokenFile {
    static func read(_ path: String) throws -> TokenTable {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw ConfigurationError(description: "\(path): can't be read: \(error.localizedDescription)")
        }
        let root: Yams.Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            // The parser's own words quote the file, and there are secrets in it.
            throw ConfigurationError(description: "\(path): no YAML: check quotes, brackets and indentation")
        }
        guard let list = root?.mapping?["tokens"]?.sequence else {
            throw ConfigurationError(description: "\(path): expected 'tokens:' and a list")
        }
        return TokenTable(try list.map { try entry($0, path) })
    }

    private static func entry(_ node: Yams.Node, _ path: String) throws -> TokenEntry {
        let line = node.mark?.line ?? 0
        func refused(_ reason: String) -> ConfigurationError {
            ConfigurationError(description: "\(path):\(line): \(reason)")
        }
        guard let mapping = node.mapping else { throw refused("expected {token: …, project: …, role: …}") }
        guard let name = mapping["project"]?.string, let project = ProjectID(name) else {
            throw refused("project: expected 1 to 63 characters of a-z, 0-9 and -")
        }
        guard let role = Principal.Role(rawValue: mapping["role"]?.string ?? "member") else {
            throw refused("role: expected member or admin")
        }
        let principal = Principal(project: project, role: role)
        switch (mapping["token"]?.string, mapping["token_sha256"]?.string) {
        case (let token?, nil):
            guard let entry = TokenEntry(token: token, principal: principal) else { throw refused("token: is empty") }
            return entry
        case (nil, let digest?):
            guard let entry = TokenEntry(tokenSHA256: digest, principal: principal) else {
                throw refused("token_sha256: expected 64 hexadecimal digits, as sha256sum prints them")
            }
            return entry
        default: throw refused("expected either token or token_sha256")
        }
    }
}
