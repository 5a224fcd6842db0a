"""How are the server's runs done in processes of their own, and read again?"""
