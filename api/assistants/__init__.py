"""How does an assistant ask (Model Context Protocol)?"""
