from hypothesis import given
from hypothesis import strategies as st

from gui.data_tab.grid_geometry import GAP, GridGeometry

geometries = st.builds(
    GridGeometry, st.integers(1, 4000), st.integers(8, 256), st.integers(0, 100_000)
)


@given(geometries, st.data())
def test_the_picture_at_a_point_of_its_square_is_that_picture(
    geometry: GridGeometry, data: st.DataObject
) -> None:
    if geometry.count == 0:
        assert geometry.at(0, 0) is None
        return
    number = data.draw(st.integers(0, geometry.count - 1))
    rect = geometry.rect(number)

    for corner in (rect.topLeft(), rect.bottomRight(), rect.center()):
        assert geometry.at(corner.x(), corner.y()) == number
    assert number in geometry.between(rect.top(), rect.bottom())


@given(geometries)
def test_rows_fill_the_width_without_leaving_it(geometry: GridGeometry) -> None:
    last = geometry.rect(geometry.columns - 1)

    assert last.right() < max(geometry.width, geometry.side)
    assert geometry.gap >= GAP or geometry.columns == 1
    assert geometry.rows * geometry.columns >= geometry.count


def test_between_squares_there_is_nothing() -> None:
    geometry = GridGeometry(width=200, side=56, count=7)

    assert geometry.columns == 3
    assert geometry.at(56 + 1, 10) is None
    assert geometry.at(10, 56 + 1) is None
    assert geometry.at(geometry.rect(1).left(), geometry.rect(7).top()) is None
    assert geometry.at(-1, 5) is None
