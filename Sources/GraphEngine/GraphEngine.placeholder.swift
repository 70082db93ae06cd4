// GraphEngine
