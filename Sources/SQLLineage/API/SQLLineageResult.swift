/// What a text reads and writes.
public struct SQLLineageResult: Sendable {
    /// How much of the text the result stands for.
    public enum Completeness: String, Sendable, Hashable {
        /// All tables and columns.
        case full
        /// All tables; some columns could not be followed, and the diagnostics say which.
        case columnsPartial
        /// Tables only: parts of the text could not be read.
        case tablesOnly
        /// Nothing could be read.
        case none
    }

    /// Tables and files that are read, in the order of the text, each once.
    public var inputs: [TableName]
    /// Tables and files that are written.
    public var outputs: [TableName]
    /// Tables that live in the script only; columns are followed through them.
    public var temporary: [TableName]
    /// Tables that one statement writes and a later one reads.
    public var intermediate: [TableName]
    /// The columns that are written or selected.
    public var columns: [OutputColumn]
    /// Columns that decide about the rows of the whole result.
    public var indirect: [IndirectEdge]
    public var diagnostics: [SQLDiagnostic]
    /// Likely mistakes; empty unless the analyser was asked for them.
    public var findings: [SQLFinding] = []
    public var completeness: Completeness
    public var dialect: SQLDialect
    /// How many statements the text has.
    public var statementCount: Int

    /// Whether a part of the text could not be read, or a name could not be resolved.
    public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    /// A table, file or stage.
    public struct TableName: Sendable, Hashable {
        /// Catalog, schema and name, as many as are known; one part for a file or stage.
        public var parts: [String]
        /// `path:` and a URL, or `@` and the name of a stage.
        public var isLocation: Bool
    }

    /// A column of a table.
    public struct ColumnName: Sendable, Hashable {
        /// Nil for a column of a query's result.
        public var table: TableName?
        /// `*` stands for all columns of a table whose columns are not known.
        public var name: String
    }

    /// A column that is written, with the columns that it comes from.
    public struct OutputColumn: Sendable {
        public var column: ColumnName
        public var inputs: [InputEdge]
    }

    /// One column that another one comes from.
    public struct InputEdge: Sendable, Hashable {
        public var column: ColumnName
        public var transformations: [Transformation]
    }

    /// How a column depends on another one.
    public struct Transformation: Sendable, Hashable {
        public var kind: Kind
        /// The value does not tell the input: a hash or a count.
        public var masking: Bool

        /// `type` and `subtype` of OpenLineage's column lineage facet 1-2-0.
        public enum Kind: String, Sendable, Hashable, CaseIterable {
            case identity = "IDENTITY"
            case transformation = "TRANSFORMATION"
            case aggregation = "AGGREGATION"
            case conditional = "CONDITIONAL"
            case window = "WINDOW"

            /// DIRECT or INDIRECT.
            public var type: String {
                switch self {
                case .identity, .transformation, .aggregation: "DIRECT"
                case .conditional, .window: "INDIRECT"
                }
            }
        }
    }

    /// A column that decides about rows.
    public struct IndirectEdge: Sendable, Hashable {
        public enum Kind: String, Sendable, Hashable, CaseIterable {
            case filter = "FILTER"
            case join = "JOIN"
            case groupBy = "GROUP_BY"
            case sort = "SORT"
        }

        public var column: ColumnName
        public var kind: Kind
    }
}

extension SQLLineageResult.TableName: CustomStringConvertible {
    /// The parts with dots between them; a part with a dot or quote in it stands in quotes.
    public var description: String {
        if isLocation { return parts.first ?? "" }
        return parts.map(SQLLineageResult.quoted).joined(separator: ".")
    }
}

extension SQLLineageResult.ColumnName: CustomStringConvertible {
    public var description: String {
        guard let table else { return SQLLineageResult.quoted(name) }
        return "\(table).\(SQLLineageResult.quoted(name))"
    }
}

extension SQLLineageResult {
    static func quoted(_ part: String) -> String {
        guard part.utf8.contains(where: { $0 == 0x2E || $0 == 0x22 }) else { return part }
        var result = "\""
        for character in part.unicodeScalars {
            if character == "\"" { result += "\"" }
            result.unicodeScalars.append(character)
        }
        return result + "\""
    }
}
