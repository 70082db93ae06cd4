import JSONBytes
import SQLDatabase

extension SQLStatement {
    func bind(_ index: Int, _ digest: Digest128) {
        digest.withBytes { bind(index, $0) }
    }

    func bind(_ index: Int, _ digest: Digest128?) {
        if let digest { bind(index, digest) } else { bindNull(index) }
    }

    func bind(_ index: Int, _ digest: Digest256) {
        digest.withBytes { bind(index, $0) }
    }
}
