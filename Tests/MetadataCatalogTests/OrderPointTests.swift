import JSONBytes
import MetadataCatalog
import OpenLineage
import Testing

struct OrderPointTests {
    @Test("time counts before type, and type before digest")
    func order() {
        let hashes = [Digest128(hashing: Array("a".utf8)), Digest128(hashing: Array("b".utf8))].sorted()
        func point(_ time: Int64, _ type: EventType, _ digest: Digest128) -> OrderPoint {
            OrderPoint(time: time, rank: type.rawValue, digest: digest)
        }
        let points = [
            point(1, .fail, hashes[1]), point(2, .start, hashes[0]), point(2, .start, hashes[1]),
            point(2, .complete, hashes[0]), point(3, .start, hashes[0]),
        ]
        #expect(points.reversed().sorted() == points)
    }
}
