/// The vocabulary of generated estates.
enum Words {
    static let companies = ["acme", "northwind", "globex", "initech", "umbra", "vertigo", "halcyon", "meridian"]
    static let domains = [
        "sales", "orders", "billing", "finance", "marketing", "crm", "web", "mobile", "inventory", "shipping",
        "fraud", "risk", "support", "product", "pricing", "search", "ads", "payments", "hr", "supply",
        "analytics", "growth", "catalog", "identity", "iot", "claims", "loans", "trading", "content", "features",
    ]
    static let entities = [
        "customer", "order", "order_item", "invoice", "payment", "refund", "product", "sku", "session", "event",
        "click", "impression", "campaign", "lead", "account", "contact", "ticket", "shipment", "warehouse", "stock",
        "supplier", "price", "discount", "coupon", "user", "device", "transaction", "ledger", "balance", "employee",
        "subscription", "plan", "usage", "cart", "visit", "page_view", "review", "rating", "claim", "policy",
        "loan", "trade", "position", "quote", "message", "notification", "alert", "sensor", "reading", "feature",
    ]
    static let stages = ["raw", "staging", "clean", "core", "intermediate", "marts", "reporting", "ml", "exports"]
    static let suffixes = [
        "daily", "hourly", "history", "snapshot", "latest", "enriched", "dedup", "agg", "summary", "facts", "dim",
        "joined", "v2", "events", "metrics", "scores", "training_set", "predictions", "cohorts", "funnel",
    ]
    static let teams = ["data-platform", "analytics-eng", "ml-core", "finance-data", "growth", "ingest", "bi", "risk"]
    static let people = ["alice", "bo", "carmen", "deniz", "emeka", "fatima", "goran", "hana", "ivan", "jun", "kofi"]
    static let columns = [
        "id", "created_at", "updated_at", "deleted_at", "status", "name", "email", "country", "currency", "amount",
        "amount_usd", "quantity", "price", "discount", "tax", "total", "channel", "source", "medium", "campaign_id",
        "session_id", "device_id", "user_agent", "ip_hash", "city", "region", "postal_code", "latitude", "longitude",
        "language", "timezone", "is_active", "is_deleted", "is_test", "version", "event_type", "event_time",
        "ingested_at", "loaded_at", "partition_date", "row_number", "first_seen_at", "last_seen_at", "score",
        "probability", "segment", "cohort", "plan", "tier", "reason", "comment", "description", "title", "category",
        "subcategory", "brand", "color", "size", "weight", "height", "width", "depth", "duration_ms", "latency_ms",
        "error_code", "retry_count", "batch_id", "run_id", "checksum", "hash_key", "valid_from", "valid_to",
        "is_current", "balance", "credit_limit", "interest_rate", "due_date", "paid_at", "shipped_at", "delivered_at",
        "carrier", "tracking_number", "warehouse_id", "stock_level", "reorder_point", "lead_time_days", "supplier_id",
        "cost", "margin", "revenue", "revenue_7d", "revenue_28d", "orders_7d", "orders_28d", "sessions_7d", "ltv",
        "churn_risk", "age_band", "gender", "birth_year", "consent", "opt_in", "referrer", "landing_page", "utm_source",
    ]
    static let sqlTypes = [
        "BIGINT", "VARCHAR", "TIMESTAMP", "NUMERIC(18,2)", "BOOLEAN", "DATE", "DOUBLE PRECISION", "INTEGER", "TEXT",
        "VARCHAR(255)", "TIMESTAMP_NTZ", "NUMBER(38,0)", "VARIANT", "JSON",
    ]
    static let sparkTypes = [
        "long", "string", "timestamp", "decimal(18,2)", "boolean", "date", "double", "integer", "float", "binary",
        "array<string>", "map<string,string>",
    ]
    static let phrases = [
        "one row for each", "deduplicated by", "joined with", "filtered to active", "loaded every hour from",
        "kept for reporting on", "used by the model for", "aggregated per day and", "late rows are merged into",
        "owned by the team for", "source of truth for", "masked copy of", "slowly changing", "exported to partners of",
    ]
    static let subtypes = ["IDENTITY", "TRANSFORMATION", "AGGREGATION"]
    static let indirect = ["FILTER", "JOIN", "GROUP_BY", "SORT", "WINDOW", "CONDITIONAL"]
}
