// MetadataCatalog
