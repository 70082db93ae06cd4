/// The words that the grammar looks at. A word that is none of them is a name.
///
/// The case name is the spelling; an upper-case letter stands for `_` and a lower-case one. No keyword is reserved by
/// itself: `KeywordClass` says where a word ends a list of names.
enum Keyword: UInt16, CaseIterable {
    case none
    // Statements.
    case select, sel, with, insert, ins, update, upd, delete, del, merge, create, alter, drop, truncate, rename, replace
    case copy, load, unload, export, call, exec, execute, use, set, show, describe, desc, explain, analyze, grant,
        revoke
    case begin, end, commit, rollback, declare, `if`, `else`, elsif, elseif, then, `while`, loop, `for`, `repeat`, until
    case `return`, goto, print, raise, raiserror, `throw`, `try`, `catch`, cache, uncache, refresh, comment, vacuum
    case optimize, put, get, list, remove, undrop, msck, add, kill, attach, detach, pragma, install, `import`, lock,
        unlock
    case go, delimiter, open, fetch, close, deallocate, exception, upsert, values, value, table, from, handler, leave
    case iterate, `continue`, exit, `break`, signal, savepoint, release, start, transaction, work, summarize, pivot,
        unpivot
    case reset, unset, discard, notify, listen, prepare, cluster, reindex, checkpoint, perform, assert, waitfor,
        immediate
    case `do`, forall, cursor, label, abort, exists, clone, undo, purge, repair, sync, restore, backup, flush
    case collect, stats, statistics, help, rem, prompt, `switch`, exchange, expire, bulk, off, multiset, locking, access
    // Clauses.
    case into, using, `where`, group, having, qualify, order, limit, offset, top, first, next, union, intersect, except,
        minus
    case window, join, inner, left, right, full, cross, natural, outer, lateral, on, `as`, by, all, any, some, distinct,
        unique
    case apply, semi, anti, asof, array, global, straightJoin, positional, prewhere, final, sample, tablesample,
        settings
    case format, distribute, sort, zorder, partition, over, filter, within, respect, ignore, nulls, recursive,
        materialized
    case connect, prior, nocycle, siblings, matchRecognize, matched, target, source, returning, output, conflict,
        duplicate
    case key, nothing, overwrite, directory, local, path, temporary, temp, volatile, transient, external, foreign, view
    case `default`, schema, database, catalog, warehouse, role, procedure, proc, function, trigger, package, body, `is`,
        of
    case like, ilike, rlike, regexp, between, and, or, not, div, mod, xor, collate, escape, similar, to, glob, match,
        sounds
    case isnull, notnull, at, overlaps, contains, null, `true`, `false`, member, eq, ne, gt, ge, lt, le, nullif
    case `case`, when, cast, tryCast, safeCast, convert, tryConvert, interval, extract, trim, substring, position,
        overlay
    case row, rows, `struct`, map, date, time, timestamp, datetime, timestamptz, datetime2
    case cube, rollup, grouping, sets, including, corresponding, name, exclude, option, percent, ties, only
    case before, changes, version, systemTime, systemVersion, portion, ordinality, unnest, flatten, explode,
        explodeOuter
    case posexplode, posexplodeOuter, inline, stack, identifier, columns, column, swap, tag, increment, increments
    case location, `extension`, stored, partitioned, clustered, tblproperties, properties, engine, index, sequence
    case type, user, `public`, constraint, primary, check, references, virtual, dynamic, iceberg, event, stage, stream
    case task, share, dictionary, aggregate, model, snapshot, secure, force, definer, sql, security, algorithm
    case unlogged, shallow, deep, returns, language, cascade, restrict, no, data, concurrently, delayed, lowPriority
    case highPriority, quick, perl, low, high, append, extend, error, pattern, define, measures, after, measure, totals
    case broadcast, shuffle, colocate, lookup, remote, paste, bestmatch, replicate, redistribute, include, scn,
        contained
    case processing, live, streaming, `private`, hybrid, sharded, rowstore, columnstore, reference, fallback, noforce
    case editionable, noneditionable, bounded, unbounded, managed, native, immutable, undefined, temptable, invoker,
        replicated
    case period, projection, spatial, online, offline, field, stdin, stdout, program, infile, files, called,
        deterministic
    case atomic, tran, exclusive, distributed, audit, noaudit, associate
    case against, semanticView, branch, commits, regexpLike, symmetric, asymmetric, approximate, connectByRoot
    case json, scalar, object, placing, passing, nextval, jar
    case title, casespecific, uppercase
    case max, min
    case keys
    case uescape
    case directed, overriding, fail, secondary, log
    case subset, keep, skip, ur, cs, rs, rr, exact, reservoir, seed, strict, matching, fill, binding, current, every,
        asc, range, groups, national, separator, both, leading, trailing, double
    case precision, varying, character, char, zone, without, unsigned, signed, binary, year, month, day, hour, minute,
        second
    case generated, always, identity, nonclustered, hash, roundRobin, distribution, heap, dual, synonym, domain, policy
    case rule, `operator`, publication, subscription, server, tablespace, ruleset, text, ntext, analyse, parseJson,
        outline
    case single, plan, profile, macro, secret, login, credential, fulltext, xml, queue, service, hierarchy, dimension
    case node, `inout`, out, `in`, variadic, named, bernoulli, system, block, bucket, raw, variant
    case anchor, unmatched, ref, sorted, buckets, skewed, lines, terminated, fields, collection, items, inpath, options
    case transform, reduce, serde, recordwriter, recordreader, kafka, buffer, `fallthrough`, isolation, level, read
    case uncommitted, committed, repeatable, serializable, nowait, wait, locked, nolock, unionall, depth
    case breadth, search, cycle, reverse, result, validate, recluster, suspend, resume, cost
    case last, ordering, invisible, visible, enable, disable, nologging, logging, compress, initially, deferred, build
    case incremental, fast, demand, never, query, rewrite, auto, yes, sortkey, distkey, diststyle, interleaved
    case compound, even, encode, lag, policies, targetLag, refreshMode, initialize, populate, granularity, ttl, empty
}

/// Where a keyword may not be a name.
struct KeywordClass: OptionSet {
    let rawValue: UInt16

    /// Ends an expression, so it is no operand and no alias without AS.
    static let clause = KeywordClass(rawValue: 1)
    /// Cannot be a column alias without AS.
    static let notColumnAlias = KeywordClass(rawValue: 2)
    /// Cannot be a table alias without AS.
    static let notTableAlias = KeywordClass(rawValue: 4)
    /// Stands between two operands.
    static let binaryOperator = KeywordClass(rawValue: 8)
    /// Starts a statement of its own when a statement is complete.
    static let statement = KeywordClass(rawValue: 16)
    /// Starts a query.
    static let query = KeywordClass(rawValue: 32)
    /// Is never the name of a table.
    static let notTable = KeywordClass(rawValue: 64)

    /// The classes of all keywords, by raw value. Never freed.
    nonisolated(unsafe) static let table: UnsafePointer<UInt16> = {
        let table = UnsafeMutablePointer<UInt16>.allocate(capacity: Keyword.allCases.count)
        table.initialize(repeating: 0, count: Keyword.allCases.count)
        func mark(_ words: [Keyword], _ value: KeywordClass) {
            for word in words { table[Int(word.rawValue)] |= value.rawValue }
        }
        mark(clauseWords, [.clause, .notColumnAlias, .notTableAlias, .notTable])
        mark(softClauseWords, [.notColumnAlias, .notTableAlias])
        mark(operatorWords, [.binaryOperator, .notColumnAlias])
        mark([.and, .or, .not, .in, .is, .like, .between], [.notTableAlias, .notTable, .clause])
        mark([.collate, .escape, .over, .within, .ignore, .respect, .at, .overlaps], [.notColumnAlias])
        mark([.when, .then, .else, .end], [.clause, .notColumnAlias, .notTableAlias, .notTable])
        mark([.as, .by, .nulls, .asc, .desc], [.notColumnAlias, .notTableAlias])
        mark(tableWords, [.notTableAlias])
        mark(statementWords, [.statement])
        mark([.select, .sel, .with, .values, .from, .table], [.query])
        mark([.null, .true, .false, .case, .cast], [.notTable])
        mark([.lock], [.notTableAlias])
        mark([.with, .option], [.notColumnAlias])
        mark([.for, .insert, .update, .delete, .merge, .bulk, .regexpLike, .against, .global], [.notColumnAlias])
        return UnsafePointer(table)
    }()

    private static let clauseWords: [Keyword] = [
        .from, .where, .group, .having, .qualify, .order, .limit, .union, .intersect, .except, .into, .using,
        .on, .join, .inner, .left, .right, .full, .cross, .natural, .select,
    ]
    private static let softClauseWords: [Keyword] = [
        .window, .returning, .lateral, .distribute, .cluster, .sort, .prewhere, .connect, .minus, .fetch, .offset,
        .output,
        .settings, .format, .pivot, .unpivot,
    ]
    private static let operatorWords: [Keyword] = [
        .and, .or, .in, .like, .ilike, .rlike, .regexp, .between, .is, .div, .mod, .xor, .similar, .glob, .match,
        .sounds,
        .isnull, .notnull, .overlaps, .member, .eq, .ne, .gt, .ge, .lt, .le, .not, .collate, .escape, .at,
    ]
    private static let tableWords: [Keyword] = [
        .sample, .tablesample, .pivot, .unpivot, .matchRecognize, .final, .global, .asof, .semi, .anti, .straightJoin,
        .positional, .partition, .for, .settings, .format, .connect, .start, .window, .offset, .sort, .option,
        .with, .output, .when, .set, .outer, .use, .ignore, .force, .values, .update, .delete, .insert, .merge, .go,
        .then,
        .changes, .at, .before, .version, .end, .locking, .siblings, .loop, .default, .begin, .array, .as,
        .matched,
    ]
    private static let statementWords: [Keyword] = [
        .select, .sel, .with, .insert, .ins, .update, .upd, .delete, .del, .merge, .create, .alter, .drop, .truncate,
        .copy,
        .call, .exec, .execute, .use, .declare, .begin, .if, .while, .print, .return, .throw, .raiserror, .grant,
        .revoke,
        .commit, .rollback, .go, .explain, .unload, .load, .set, .end, .else, .fetch, .open, .close, .deallocate,
        .refresh,
        .loop, .waitfor, .elsif, .elseif, .exception, .for, .until, .when, .analyze, .vacuum, .rename, .deallocate,
        .optimize, .cache, .uncache,
    ]
}

extension Keyword {
    /// The word in lower case; empty for `none`.
    var spelling: String {
        guard self != .none else { return "" }
        var result = ""
        for character in "\(self)" {
            if character.isUppercase { result += "_" }
            result += character.lowercased()
        }
        return result
    }

    /// Whether the keyword belongs to any of `classes`.
    @inline(__always)
    func isAny(_ classes: KeywordClass) -> Bool {
        KeywordClass.table[Int(rawValue)] & classes.rawValue != 0
    }
}
