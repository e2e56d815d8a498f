"""The mathematics that the demonstrations show: NumPy arrays in, arrays out, each function as short as its formula.

Memory order never matters: C order, Fortran order and strided views give the same result, and no input is changed.

Types: float64. Activations, softmax, pooling and batch normalisation also take float32 and return float32; the rest
takes float32 too, and promises its precision at least.

Infinities and NaN follow the formula in IEEE arithmetic and stay where they arise: in their element, window, row or
column. They are never skipped. Where libraries differ:

- max pooling: a NaN wins its window, of several the last, as in PyTorch (NumPy's argmax takes the first);
- slopes at NaN, where the value is NaN: of ReLU 0, as in JAX (PyTorch: 1); of ELU and SELU NaN (PyTorch: 1, its scale);
- GELU, SiLU and Mish at minus infinity are -inf * 0 = NaN, as in PyTorch, although their limit is 0;
- scaling: a NaN makes its column NaN (scikit-learn leaves NaN out of its means and refuses infinities);
- skewness, kurtosis and F of a column that does not vary are 0 (SciPy: NaN; scikit-learn's F: 0, NaN or noise).

A column does not vary when its deviation is within the rounding of its mean, n eps |mean|. A comparison with exactly 0
misses a constant 0.1: the rounded mean of nine times 0.1 is not 0.1.
"""
