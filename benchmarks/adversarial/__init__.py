"""Can words buy a fit? Decoys made from honest texts, and how often the honest one stays above."""
