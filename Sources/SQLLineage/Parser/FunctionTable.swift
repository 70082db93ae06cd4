/// What a function does to its arguments, as far as lineage is concerned.
enum FunctionClass {
    static let scalar: UInt16 = 0
    static let aggregate: UInt16 = 1
    /// IF, IIF: the first argument decides, the others are results.
    static let conditional: UInt16 = 2
    /// COALESCE, NVL: all arguments decide and are results.
    static let coalesce: UInt16 = 3
    /// NULLIF: both decide, the first is the result.
    static let nullIf: UInt16 = 4
    /// NVL2
    static let nvl2: UInt16 = 5
    /// DECODE
    static let decode: UInt16 = 6
    /// The first or last argument may be a unit of time.
    static let date: UInt16 = 7
    /// ROW_NUMBER, RANK: only the window counts.
    static let ranking: UInt16 = 8
    static let classMask: UInt16 = 31
    /// The result does not tell the argument.
    static let masking: UInt16 = 32
    /// Gives several rows.
    static let generator: UInt16 = 64
    /// Different at each call.
    static let volatile: UInt16 = 128
    /// An argument is the name of a table.
    static let table: UInt16 = 512
    /// The argument is a sequence, no column.
    static let sequence: UInt16 = 1024
    /// The name is a unit of time.
    static let unit: UInt16 = 256
}

/// The functions that are known, by symbol.
///
/// Their names stand in the frozen symbols right behind the keywords, so that a class is found by an array index.
struct FunctionTable: Sendable {
    private let classes: [UInt16]

    @inline(__always)
    func functionClass(_ symbol: UInt32) -> UInt16 {
        symbol < classes.count ? classes[Int(symbol)] : FunctionClass.scalar
    }

    /// Adds the known names to `store`, which holds the keywords.
    init(addingTo store: inout SymbolStore) {
        var classes: [UInt16] = []
        func mark(_ store: inout SymbolStore, _ names: String, _ value: UInt16) {
            for name in names.split(separator: " ") {
                let index = Int(FunctionTable.intern(String(name), &store))
                while classes.count <= index { classes.append(0) }
                classes[index] |= value
            }
        }
        for (names, value) in FunctionTable.known { mark(&store, names, value) }
        mark(&store, FunctionTable.unitNames, FunctionClass.unit)
        self.classes = classes
    }

    static func intern(_ name: String, _ store: inout SymbolStore) -> UInt32 {
        var name = name
        return name.withUTF8 { text in
            let hash = SymbolStore.hash(text)
            let found = store.find(text, hash: hash, exact: false)
            return found != SymbolStore.missing
                ? found : store.add(text, hash: hash, base: UInt32.max, folded: true)
        }
    }

    private static let known: [(String, UInt16)] = [
        (
            """
            sum avg min max stddev stddev_pop stddev_samp stddevpop stddevsamp variance var_pop var_samp var_pop varp stdev \
            stdevp median mode corr covar_pop covar_samp regr_slope regr_intercept regr_count regr_r2 regr_avgx regr_avgy \
            array_agg string_agg listagg group_concat collect_list collect_set json_agg jsonb_agg json_object_agg \
            jsonb_object_agg json_arrayagg json_objectagg object_agg array_union_agg array_unique_agg bool_and bool_or \
            every logical_and logical_or any_value anyvalue arbitrary first last first_value_agg max_by min_by arg_max \
            arg_min argmax argmin approx_percentile percentile percentile_cont percentile_disc percentile_approx \
            approx_quantiles quantile quantiles quantileexact quantile_cont quantile_disc kurtosis skewness \
            bit_and bit_or bit_xor booland_agg boolor_agg boolxor_agg hll hll_add_agg grouping grouping_id \
            grouparray groupuniqarray grouparrayinsertat sumif avgif minif maxif anyif anylast any sumstate avgstate \
            countstate sum_distinct product geometric_mean entropy histogram map_agg multimap_agg map_union set_agg \
            checksum numeric_histogram xmlagg wm_concat stats_mode rank_agg array_concat_agg st_union st_collect \
            sumwithoverflow summap minmap maxmap topk topkweighted bitmap_union bitmap_agg sumorempty sum0 string_agg_distinct \
            hll_union_agg hll_union hll_raw_agg bitmap_union_count bitmap_union_int bitmap_intersect
            """, FunctionClass.aggregate
        ),
        (
            """
            count count_if countif count_big approx_count_distinct approx_distinct count_distinct uniq uniqexact \
            uniqcombined uniqhll12 ndv approx_count
            """, FunctionClass.aggregate | FunctionClass.masking
        ),
        ("nextval currval lastval setval", FunctionClass.sequence),
        ("if iif ifelse", FunctionClass.conditional),
        ("coalesce nvl ifnull zeroifnull", FunctionClass.coalesce),
        ("nullif", FunctionClass.nullIf),
        ("nvl2", FunctionClass.nvl2),
        ("decode", FunctionClass.decode),
        (
            """
            dateadd date_add datediff date_diff datetrunc date_trunc date_part datepart datename date_sub \
            timestampadd timestampdiff timestamp_add timestamp_sub timestamp_diff timestamp_trunc datetime_add datetime_sub \
            datetime_diff datetime_trunc time_add time_sub time_diff time_trunc timediff last_day extract next_day trunc \
            date_bucket timeadd datediff_big generate_date_array
            """, FunctionClass.date
        ),
        ("row_number rank dense_rank percent_rank cume_dist ntile", FunctionClass.ranking),
        (
            """
            md5 md5_hex md5_binary md5_number md5_number_lower64 md5_number_upper64 sha sha1 sha1_hex sha1_binary sha2 \
            sha2_hex sha2_binary sha224 sha256 sha384 sha512 crc32 crc32c murmur3 murmurhash murmur_hash murmur_hash3_32 \
            xxhash64 xxhash32 hash farm_fingerprint hashbytes standard_hash mask mask_hash mask_first_n mask_last_n \
            mask_show_first_n mask_show_last_n siphash64 siphash128 cityhash64 farmhash64 metrohash64 halfmd5 \
            murmurhash2_32 murmurhash2_64 murmurhash3_32 murmurhash3_64 murmurhash3_128 xxh32 xxh64 xxh3 \
            hash_md5 hash_sha1 hash_sha256 hash_sha512 func_sha1 hmac_sha256 fnv_hash spooky_hash_v2_32 spooky_hash_v2_64 checksum_agg binary_checksum
            """, FunctionClass.masking
        ),
        (
            """
            explode explode_outer posexplode posexplode_outer inline inline_outer stack json_tuple unnest flatten \
            generate_series generate_subscripts regexp_split_to_table string_to_table jsonb_array_elements \
            json_array_elements jsonb_array_elements_text json_array_elements_text jsonb_each json_each jsonb_object_keys \
            arrayjoin
            """, FunctionClass.generator
        ),
        (
            """
            rand random newid uuid gen_random_uuid generate_uuid uuid_string now getdate sysdate sysdatetime \
            current_timestamp current_date current_time localtimestamp clock_timestamp uniform randn rand_canonical
            """, FunctionClass.volatile
        ),
        (
            """
            dictget dictgetordefault dictgetornull dicthas dictgethierarchy dictisin joinget dictgetstring dictgetint8 \
            dictgetint16 dictgetint32 dictgetint64 dictgetuint8 dictgetuint16 dictgetuint32 dictgetuint64 dictgetfloat32 \
            dictgetfloat64 dictgetdate dictgetdatetime dictgetuuid swap_partitions_between_tables \
            move_partitions_to_table copy_partitions_to_table copy_table
            """, FunctionClass.table
        ),
    ]

    /// Units of time, which stand where a column could stand.
    private static let unitNames = """
        year years yyyy yy quarter quarters qq q month months mm m week weeks ww wk isoweek isoyear day days \
        dd d dy doy dayofyear dayofweek dow dw weekday hour hours hh minute minutes mi n second seconds ss s \
        millisecond milliseconds ms microsecond microseconds mcs us nanosecond nanoseconds ns epoch century \
        decade sql_tsi_day sql_tsi_month sql_tsi_year sql_tsi_second sql_tsi_hour sql_tsi_minute sql_tsi_week \
        sql_tsi_quarter date time epoch_second timezone_hour timezone_minute weekiso yearofweek yearofweekiso \
        dayofweekiso dayofweek_iso day_of_week day_of_year y w h rrrr iw mon hour_minute day_hour year_month \
        minute_second day_second day_minute hour_second sql_tsi_frac_second
        """
}
