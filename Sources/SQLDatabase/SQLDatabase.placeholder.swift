// SQLDatabase
