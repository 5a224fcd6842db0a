"""How does another grant system read our programmes (CommonGrants)?"""
