import JSONBytes
import OpenLineage
import Testing

struct NamingTests {
    @Test(
        "Names of one table under several producers are candidates",
        arguments: [
            ("postgresql+psycopg2://h", "public.t", "postgres://h:5432", "db.public.t"),
            (
                "postgresql+psycopg2://127.0.0.1", "public.gx_orders", "postgres://localhost:18632",
                "shop.public.gx_orders"
            ),
            ("jdbc:postgresql://user:secret@H:5432/db?ssl=true", "public.t", "postgres://h:5432", "db.public.t"),
            ("postgres://h:5432", "\"db\".\"public\".\"t\"", "postgres://h:5432", "db.public.t"),
            ("mysql+pymysql://h:3306/db", "t", "mysql://h:3306", "db.t"),
            ("mariadb://h:3306", "db.t", "mysql://h", "`db`.`t`"),
            ("sqlserver://h:1433;database=x", "DB.dbo.T", "mssql://h", "[db].[dbo].[t]"),
            ("snowflake://acc/DB/PUBLIC", "T", "snowflake://acc.snowflakecomputing.com", "db.public.t"),
            ("duckdb:///shop.duckdb", "main.t", "duckdb://shop.duckdb", "shop.main.t"),
            ("bigquery://project/ds", "t", "bigquery", "project.ds.t"),
            (
                "awsathena://athena.eu-west-1.amazonaws.com", "AwsDataCatalog.Db.T", "arn:aws:glue:eu-west-1:12",
                "table/db/t"
            ),
            ("s3a://bucket", "/a/b/", "s3://bucket", "a/b"),
            ("s3://bucket", "s3://bucket/a/b", "s3://bucket", "a/b"),
            ("s3://bucket/a", "b", "s3://bucket", "a//b"),
            ("wasbs://c@acc.blob.core.windows.net", "a", "abfss://c@acc.dfs.core.windows.net", "/a"),
            ("file://", "/data/a.csv", "file", "/data/a.csv"),
            ("kafka://B:9092", "topic", "kafka://b:9092", "topic"),
        ])
    func candidates(namespace: String, name: String, otherNamespace: String, otherName: String) throws {
        let one = DatasetID(namespace: ByteString(namespace), name: ByteString(name))
        let other = DatasetID(namespace: ByteString(otherNamespace), name: ByteString(otherName))
        let key = try #require(Naming.normalizedTableKey(one))
        let otherKey = try #require(Naming.normalizedTableKey(other))
        #expect(key.mayEqual(otherKey), "\(key) \(otherKey)")
        let proposals = Naming.mergeProposals(among: [one, other])
        #expect(proposals.map(\.members) == [[one, other].sorted()])
        #expect(proposals.first?.reason.isEmpty == false)
    }

    @Test(
        "Names that may be different tables are not candidates",
        arguments: [
            ("postgres://h:5432", "db.public.t", "postgres://h:5433", "db.public.t"),
            ("postgres://h:5432", "a.public.t", "postgres://h:5432", "b.public.t"),
            ("postgres://h:5432/a", "public.t", "postgres://h:5432", "b.public.t"),
            ("postgres://h:5432", "db.public.t", "postgres://h:5432", "db.public.T"),
            ("postgres://h:5432", "db.public.t", "postgres://i:5432", "db.public.t"),
            ("postgres://h:5432", "db.public.t", "redshift://h:5432", "db.public.t"),
            ("postgres://h:5432", "db.\"public.t\".x", "postgres://h:5432", "db.public.\"t.x\""),
            ("s3://bucket", "a", "gs://bucket", "a"), ("s3://bucket", "a", "s3://bucket", "A"),
            ("s3://bucket", "a", "s3://bucket2", "a"), ("file", "/a", "file", "a"),
            ("awsathena://athena.eu-west-1.amazonaws.com", "other.db.t", "arn:aws:glue:eu-west-1:12", "table/db/t"),
            ("arn:aws:glue:eu-west-1:12", "table/db/t", "arn:aws:glue:eu-west-1:13", "table/db/t"),
        ])
    func notCandidates(namespace: String, name: String, otherNamespace: String, otherName: String) {
        let ids = [
            DatasetID(namespace: ByteString(namespace), name: ByteString(name)),
            DatasetID(namespace: ByteString(otherNamespace), name: ByteString(otherName)),
        ]
        #expect(Naming.mergeProposals(among: ids) == [])
    }

    @Test(
        "Names that say too little have no key",
        arguments: [
            ("postgres://h:5432", "t"), ("postgres://h:5432", "a.b.c.d"), ("postgres://h:5432", ""),
            ("postgres://h:5432", "a..b"), ("postgres://h:5432", "public.\"t"), ("postgres", "db.public.t"),
            ("postgres://", "db.public.t"), ("duckdb://shop.duckdb", "u"), ("sqlite", "orders"),
            ("memory://pandas", "dataframe"), ("bigquery", "ds.t"), ("e2e-feast/shop", "customer_stats"), ("", ""),
            ("arn:aws:glue:eu-west-1:12", "db/t"), ("s3://bucket", "/"), ("://", "x"), ("awsathena://", "a.b.c"),
        ])
    func noKey(namespace: String, name: String) {
        let id = DatasetID(namespace: ByteString(namespace), name: ByteString(name))
        #expect(Naming.normalizedTableKey(id) == nil)
    }

    @Test("A name that could mean two tables is proposed with neither")
    func ambiguous() {
        let loose = DatasetID(namespace: "postgresql://h", name: "public.t")
        let one = DatasetID(namespace: "postgres://h:5432", name: "a.public.t")
        let two = DatasetID(namespace: "postgres://h:5432", name: "b.public.t")
        let oneAgain = DatasetID(namespace: "jdbc:postgresql://h:5432", name: "a.public.t")
        #expect(Naming.mergeProposals(among: [loose, one, two]) == [])
        #expect(Naming.mergeProposals(among: [loose, one, two, oneAgain]).map(\.members) == [[oneAgain, one]])
        #expect(Naming.mergeProposals(among: [loose, one]).count == 1)
    }

    @Test("Proposals do not depend on the order of the names")
    func proposalsAreAFunctionOfTheSet() {
        var generator = SeededGenerator(seed: 3)
        let hosts = ["postgres://h:5432", "postgresql://h", "postgres://h:6000", "jdbc:postgresql://h:5432"]
        let names = ["public.t", "a.public.t", "b.public.t", "\"a\".public.t"]
        let all = hosts.flatMap { host in
            names.map { DatasetID(namespace: ByteString(host), name: ByteString($0)) }
        }
        for _ in 0..<200 {
            let some = all.filter { _ in Bool.random(using: &generator) }
            let expected = Naming.mergeProposals(among: some)
            #expect(Naming.mergeProposals(among: some.shuffled(using: &generator) + some) == expected)
            let keys = expected.map { $0.members.compactMap(Naming.normalizedTableKey) }
            for group in keys {
                for one in group { for other in group { #expect(one.mayEqual(other)) } }
            }
        }
    }

    @Test("Reasons are sentences for people")
    func reasons() throws {
        let proposal = try #require(
            Naming.mergeProposals(among: [
                DatasetID(namespace: "postgresql+psycopg2://h", name: "public.t"),
                DatasetID(namespace: "postgres://h:5432", name: "db.public.t"),
            ]).first)
        #expect(
            proposal.reason == """
                All read as postgres://h/public.t after leaving out the driver psycopg2, reading postgresql as postgres, \
                allowing for a port left out, allowing for a database left out.
                """)
    }

    @Test(
        "The kind of a dataset follows from its facets, then its name, then its namespace",
        arguments: [
            ("postgres://h:5432", "db.s.t", "{}", DatasetKind.table),
            ("postgres://h:5432", "db.s.t", #"{"datasetType":{"datasetType":"VIEW"}}"#, .view),
            ("bigquery", "p.d.t", #"{"datasetType":{"datasetType":"MATERIALIZED_VIEW"}}"#, .view),
            ("bigquery", "p.d.t", #"{"datasetType":{"datasetType":"external table"}}"#, .table),
            ("bigquery", "p.d.t", #"{"datasetType":{"datasetType":"??"}}"#, .table),
            ("bigquery", "p.d.t", #"{"datasetType":{"_deleted":true,"datasetType":"VIEW"}}"#, .table),
            ("s3://b", "k", "{}", .file), ("file", "/a", "{}", .file),
            ("s3://b", "k", #"{"storage":{"storageLayer":"Iceberg"}}"#, .table),
            ("s3://b", "k", #"{"storage":{"storageLayer":"file","fileFormat":"csv"}}"#, .file),
            ("s3://b", "k", #"{"catalog":{"framework":"iceberg","type":"glue","name":"c"}}"#, .table),
            ("s3://b", "k", #"{"symlinks":{"identifiers":[{"namespace":"n","name":"d.t","type":"TABLE"}]}}"#, .table),
            ("kafka://b:9092", "t", "{}", .topic), ("pubsub", "topic:p:t", "{}", .topic),
            ("arn:aws:glue:r:1", "table/d/t", "{}", .unknown), ("milvus", "c", "{}", .vectorCollection),
            ("inmemory://", "x", "{}", .inMemory), ("memory://pandas", "dataframe", "{}", .inMemory),
            ("mlflow://h", "models:/churn/3", "{}", .model),
            ("e2e-feast/shop", "v", #"{"feast_featureView":{}}"#, .featureView), ("", "", "{}", .unknown),
            ("some namespace", "x", "{}", .unknown),
        ] as [(String, String, String, DatasetKind)])
    func kinds(namespace: String, name: String, facets: String, kind: DatasetKind) throws {
        let id = DatasetID(namespace: ByteString(namespace), name: ByteString(name))
        #expect(DatasetKind(of: id, facets: FacetSet(try json(facets))) == kind)
    }

    @Test("Children are named under their parent as Marquez names them")
    func jobNames() {
        #expect(JobNaming.simpleName(of: "dag.task", under: "dag") == "task")
        #expect(JobNaming.simpleName(of: "app.step", under: "dag") == "app.step")
        #expect(JobNaming.simpleName(of: "dag", under: "dag") == "dag")
        #expect(JobNaming.simpleName(of: "dag.", under: "dag") == "dag.")
        #expect(JobNaming.fullName(of: "dag.task", under: "dag", withFullName: "dag") == "dag.task")
        #expect(
            JobNaming.fullName(of: "app.step", under: "dag.task", withFullName: "dag.task") == "dag.task.app.step")
        #expect(JobNaming.parentName("dag.task", of: "dag.task") == "dag")
        #expect(JobNaming.parentName("dag", of: "dag") == nil)
        #expect(JobNaming.parentName("dag", of: "dag.task") == "dag")
    }

    @Test(
        "Job namespaces have Marquez's form beside their own",
        arguments: [
            ("a;b=c d", "a_b_c_d"), ("postgres://h:5432/a-b_c.d@e+f", "postgres://h:5432/a-b_c.d@e+f"), ("ü🚚x", "__x"),
            ("", ""),
        ])
    func marquezNamespaces(namespace: String, expected: String) {
        #expect(JobNaming.marquezNamespace(ByteString(namespace)) == ByteString(expected))
    }
}
