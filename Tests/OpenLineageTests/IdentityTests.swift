import JSONBytes
import OpenLineage
import Testing

struct IdentityTests {
    @Test(
        "All spellings of a UUID are one run id",
        arguments: [
            "01941f29-7c00-7000-8000-00000000000a", "01941F29-7C00-7000-8000-00000000000A",
            "{01941f29-7c00-7000-8000-00000000000a}", "01941f297c0070008000 00000000000a".filter { $0 != " " },
            "urn:uuid:01941f29-7c00-7000-8000-00000000000a", "URN:UUID:01941F29-7C00-7000-8000-00000000000A",
            "{01941f297c007000800000000000000a}",
        ])
    func spellings(text: String) {
        let id = RunID(ByteString(text))
        #expect(id.isUUID)
        #expect(id.description == "01941f29-7c00-7000-8000-00000000000a")
        #expect(id.uuid.description == "01941f29-7c00-7000-8000-00000000000a")
    }

    @Test(
        "Other run ids stay as they are",
        arguments: [
            "", "run_id", "01941f29-7c00-7000-8000-00000000000", "01941f29-7c00-7000-8000-00000000000g",
            "01941f29-7c00-7000-8000-00000000000a ", "{01941f29-7c00-7000-8000-00000000000a",
            "01941f297c00-7000-8000-00000000000a0", "urn:uuid:01941f297c007000800000000000000a",
            "scheduled__2022-03-14T00:00:00+00:00",
        ])
    func otherRunIDs(text: String) {
        let id = RunID(ByteString(text))
        #expect(!id.isUUID)
        #expect(id.bytes == ByteString(text))
    }

    @Test("The nil UUID is a UUID")
    func nilUUID() {
        #expect(RunID("00000000-0000-0000-0000-000000000000").uuid == UUIDBytes(high: 0, low: 0))
    }

    @Test(
        "Ids that are no UUID get the name-based UUID that Java makes of them",
        arguments: [
            ("hello", "5d41402a-bc4b-3a76-b971-9d911017c592"), ("run_id", "0acf093b-3c88-3560-8dc6-22a33921d360"),
            ("", "d41d8cd9-8f00-3204-a980-0998ecf8427e"),
        ])
    func nameBased(text: String, uuid: String) {
        #expect(RunID(ByteString(text)).uuid.description == uuid)
    }

    @Test("Parents with old Airflow ids get Marquez's UUID in the URL namespace")
    func parentUUID() {
        let id = RunID("scheduled__2022-03-14T00:00:00+00:00")
        let task = JobID(namespace: "airflow-ns", name: "my.dag.task")
        #expect(id.marquezParentUUID(of: task).description == "5459aa06-afda-3612-8d4e-f8c0b7a66be1")
        let plain = RunID("manual").marquezParentUUID(of: JobID(namespace: "ns", name: "dag"))
        #expect(plain.description == "bb91733a-24db-385e-8109-ee5042b5d4fa")
        let uuid = RunID("01941f29-7c00-7000-8000-00000000000a")
        #expect(uuid.marquezParentUUID(of: task) == uuid.uuid)
    }

    @Test("Derived UUIDs depend on the parts and on nothing else")
    func derived() {
        // Stored ids depend on these values: they never change.
        let one = UUIDBytes.derived(from: [Array("ab".utf8), Array("c".utf8)])
        #expect(one.description == "601d5476-e2cc-8e2c-87a2-bba7a3226597")
        let other = UUIDBytes.derived(from: [Array("a".utf8), Array("bc".utf8)])
        #expect(other.description == "3fafa1cf-2f19-87c1-929b-eb20cf0983f7")
        #expect(UUIDBytes.derived(from: []).description == "e3b0c442-98fc-8c14-9afb-f4c8996fb924")
    }

    @Test("UUIDs are ordered by their bytes and made of exactly sixteen")
    func uuidBytes() throws {
        let low = UUIDBytes(high: 1, low: .max)
        let high = UUIDBytes(high: 2, low: 0)
        #expect(low < high)
        #expect(UUIDBytes(bytes: low.bytes) == low)
        #expect(UUIDBytes(bytes: low.bytes.dropLast()) == nil)
        #expect(UUIDBytes(spelledAs: low.description) == low)
    }

    @Test(
        "Identities have a text form that reads back",
        arguments: [
            ("postgres://h:5432", "db.public.t", "postgres%3A%2F%2Fh%3A5432/db.public.t"), ("", "", "/"),
            ("a/b", "c%2Fd", "a%2Fb/c%252Fd"), ("ü", " ", "%C3%BC/%20"),
        ])
    func textForm(namespace: String, name: String, text: String) {
        let id = DatasetID(namespace: ByteString(namespace), name: ByteString(name))
        #expect(id.description == text)
        #expect(DatasetID(text) == id)
        #expect(JobID(text) == JobID(namespace: id.namespace, name: id.name))
    }

    @Test(
        "Text that is no identity is not read",
        arguments: ["", "a", "a/b/c", "a/%", "a/%2", "a/%zz", "a b/c", "postgres://h/t"])
    func notIdentities(text: String) {
        #expect(DatasetID(text) == nil)
    }

    @Test("Bytes that are no UTF-8 survive the text form")
    func wtf8() {
        let id = DatasetID(namespace: "n", name: ByteString(bytes: [0xed, 0xa0, 0x80, 0]))
        #expect(DatasetID(id.description) == id)
    }

    @Test("Datasets are ordered by the bytes of namespace, then name")
    func order() {
        let ids: [DatasetID] = [
            DatasetID(namespace: "a", name: "z"), DatasetID(namespace: "a", name: "zz"),
            DatasetID(namespace: "aa", name: ""), DatasetID(namespace: "b", name: "a"),
            DatasetID(namespace: "ä", name: "a"),
        ]
        #expect(ids.reversed().sorted() == ids)
    }
}

struct EventTypeTests {
    @Test("Simultaneous events are ordered by what they say about the run")
    func ranks() {
        let expected: [EventType] = [.start, .running, .other, .absent, .abort, .complete, .fail]
        #expect(EventType.allCases.sorted() == expected)
        #expect(EventType.allCases.filter(\.isTerminal) == [.abort, .complete, .fail])
    }

    @Test(
        "The text of a type is read in any case",
        arguments: [
            ("START", EventType.start), ("complete", .complete), ("Fail", .fail), ("aBORT", .abort),
            ("RUNNING", .running), ("other", .other), ("", nil), ("STARTED", nil), ("ſtart", nil),
        ] as [(String, EventType?)])
    func texts(text: String, type: EventType?) {
        #expect(EventType(text: ByteString(text)) == type)
    }
}
