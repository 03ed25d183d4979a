import GRDB

/// The tables. A migration that was released is never changed; later ones are appended.
enum StoreSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("0001-log-snapshots-facts") { database in
            try database.execute(
                sql: """
                    CREATE TABLE transactions (revision INTEGER PRIMARY KEY, json TEXT NOT NULL);
                    CREATE TABLE snapshots (
                        revision INTEGER PRIMARY KEY, lines INTEGER NOT NULL, complete INTEGER NOT NULL);
                    CREATE TABLE snapshot_lines (
                        revision INTEGER NOT NULL, line INTEGER NOT NULL, json TEXT NOT NULL,
                        PRIMARY KEY (revision, line)) WITHOUT ROWID;
                    CREATE TABLE facts (key TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;
                    CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
                    INSERT INTO counters (name, value) VALUES ('revision', 0), ('topology_revision', 0);
                    """)
        }
        return migrator
    }
}

/// A number that outlives the rows that it counts.
enum StoreCounter: String {
    /// The revision of the last transaction.
    case revision
    case topologyRevision = "topology_revision"

    func value(_ database: Database) throws -> Int {
        try Int.fetchOne(
            database.cachedStatement(sql: "SELECT value FROM counters WHERE name = ?"), arguments: [rawValue]) ?? 0
    }

    func set(_ value: Int, _ database: Database) throws {
        try database.cachedStatement(sql: "UPDATE counters SET value = ? WHERE name = ?")
            .execute(arguments: [value, rawValue])
    }
}
