"""Does the fit put first what really took a firm, and keep low what nothing here takes?"""
